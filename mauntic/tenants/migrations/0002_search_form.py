"""`search_form`: the normal form of a text, for what is stored and for what is asked."""

from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations

# Compatibility decomposition takes letters and accents apart, and ligatures and wide letters to plain ones.
# `unaccent` knows small letters that have no parts (ø, ł, ß, ı). Immutable, though `unaccent` may be told other
# rules by a superuser: every index would then have to be built anew.
# With names of schemas, as a restored dump builds indexes without a search path.
_MADE = """
CREATE FUNCTION public.search_form(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN btrim(regexp_replace(
    translate(
        lower(public.unaccent(
            'public.unaccent'::regdictionary,
            lower(regexp_replace(normalize($1, NFKD), '[\\u0300-\\u036f]', '', 'g'))
        )),
        'ς', 'σ'
    ),
    '\\s+', ' ', 'g'
))
"""


class Migration(migrations.Migration):
    dependencies = [("tenants", "0001_initial")]
    operations = [
        UnaccentExtension(),
        migrations.RunSQL(_MADE, "DROP FUNCTION public.search_form(text)"),
    ]
