"""Measurements that the documentation quotes: run from a checkout, never imported by the library."""
