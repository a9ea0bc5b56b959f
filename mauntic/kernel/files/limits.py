"""How large a file may be. Each limit is checked before the work that it bounds."""

MB = 1024 * 1024

MAX_BYTES = 200 * MB
MAX_COLUMNS = 300
MAX_ROWS = 1_000_000
# Characters of one row of a CSV file. The csv module reads a line of any length, and any number of cells.
MAX_ROW = 2_000_000

# What a workbook unpacks to. Deflate makes up to 1,032 bytes of one; sheets of real lists make 5 to 30.
MAX_UNPACKED = 400 * MB
MAX_RATIO = 100
RATIO_COUNTS_FROM = 16 * MB
MAX_MEMBERS = 1_000
# A sheet is held in memory as a whole rectangle, from the first cell to the last: 24 bytes a cell at least.
MAX_CELLS = 20_000_000
MAX_SHARED_STRINGS = 2_000_000

# Above these a worker reads the file, not the web server.
SMALL_BYTES = 1 * MB
SMALL_UNPACKED = 16 * MB
