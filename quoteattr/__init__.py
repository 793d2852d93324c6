"""Who said what, and for whom: statements in English news as typed records."""
from quoteattr.pipeline import Pipeline, extract, load
from quoteattr.records import *
