"""Workbooks as no spreadsheet writes them."""

import io
import zipfile

TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPES}.worksheet+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{TYPES}.sharedStrings+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="Leads" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>name</t></si><si><t>email</t></si></sst>',
}
HEADER = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'


def workbook(*, sheet="", head="", sheet_tail="", **parts):
    """A workbook with the columns `name` and `email`, then these rows; `parts` replace whole files."""
    rows = f'{head}<worksheet xmlns="{MAIN}"><sheetData>{HEADER}{sheet}</sheetData></worksheet>{sheet_tail}'
    names = {
        "strings": "xl/sharedStrings.xml",
        "book": "xl/workbook.xml",
        "relations": "xl/_rels/workbook.xml.rels",
    }
    given = {names[name]: content for name, content in parts.items()}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (PARTS | {"xl/worksheets/sheet1.xml": rows} | given).items():
            archive.writestr(name, content)
    file.seek(0)
    return file


def inline(place, text):
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def ratio_bomb():
    """50 KB that unpack to 50 MB."""
    return workbook(sheet_tail=" " * 50_000_000)


def far_cell():
    """Two cells that span the largest sheet there is."""
    return workbook(sheet='<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


def repeated_string():
    """One text of 32 KB in 60,000 cells: 2 GB when read."""
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(2, 60_002))
    strings = f'<sst xmlns="{MAIN}"><si><t>{"x" * 32_000}</t></si><si><t>email</t></si></sst>'
    return workbook(sheet=cells, strings=strings)


def entities():
    """Each entity is ten of the one before: a billion laughs."""
    lines = ['<!ENTITY a0 "ha">'] + [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    head = f"<!DOCTYPE worksheet [{''.join(lines)}]>"
    return workbook(head=head, sheet=f'<row r="2">{inline("A2", "&a9;")}</row>')


def lying_archive():
    """A sheet of 50 MB that the directory calls 1,000 bytes long."""
    file = ratio_bomb()
    content = bytearray(file.getvalue())
    directory = content.index(b"PK\x01\x02", content.index(b"xl/worksheets/sheet1.xml") + 1)
    while b"sheet1.xml" not in content[directory : directory + 80]:
        directory = content.index(b"PK\x01\x02", directory + 4)
    content[directory + 24 : directory + 28] = (1_000).to_bytes(4, "little")
    return io.BytesIO(bytes(content))
