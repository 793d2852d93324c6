"""``python -m quoteattr`` is the command line."""

import sys

from quoteattr.commands.main import main

if __name__ == "__main__":
    sys.exit(main())
