"""The limits for files. Each limit is checked before the work that it limits."""

MB = 1024 * 1024

MAX_BYTES = 200 * MB
MAX_COLUMNS = 300
MAX_ROWS = 1_000_000
# Characters of one row of a CSV file. The csv module reads a line of any length, and any number of cells.
MAX_ROW = 2_000_000
# Characters of the name of a sheet. Spreadsheet programs allow 31; sheets with longer names are not offered.
LONGEST_SHEET = 255

# The unpacked size of a workbook. Deflate unpacks a byte to at most 1,032 bytes, real lists to 5 to 30.
MAX_UNPACKED = 400 * MB
MAX_RATIO = 100
RATIO_COUNTS_FROM = 16 * MB
MAX_MEMBERS = 1_000
# A sheet takes memory for the whole rectangle from its first to its last cell, at least 24 bytes per cell.
MAX_CELLS = 20_000_000
MAX_SHARED_STRINGS = 2_000_000

# A worker reads larger files, not the web server.
SMALL_BYTES = 1 * MB
SMALL_UNPACKED = 16 * MB
