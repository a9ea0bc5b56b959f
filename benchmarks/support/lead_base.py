"""The base that scoring is measured on: a company per ten contacts, a visit and a signal per contact."""

from datetime import datetime

from django.db import connection

# Ids come in blocks of one time stamp, as those of version 7 do: neighbours in time are neighbours on disk.
_ID = """
    CREATE FUNCTION bench_id(block integer, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS
    $$ SELECT (lpad(to_hex(block), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$
"""
_COMPANIES = """
    INSERT INTO crm_company (id, name, domain, industry, employees, revenue_currency, country, tech_stack,
        custom_fields, created_at, updated_at)
    SELECT bench_id(1, n), 'Company ' || n, 'company' || n || '.example', 'Software',
        (ARRAY[12, 80, 350, 900, 4000, NULL])[n %% 6 + 1], '', 'US', '{}', '{}', %s, %s
    FROM generate_series(1, greatest(%s / 10, 1)) AS n
"""
_CONTACTS = """
    INSERT INTO crm_contact (id, first_name, last_name, email, phone, direct_phone, title, seniority,
        company_id, country, region, linkedin_url, lifecycle_stage, source, referrer, consent,
        suppressed_reason, custom_fields, created_at, updated_at, lead_score, lead_grade, intent_score,
        enrichment_status)
    SELECT bench_id(2, n), 'First' || n %% 500, 'Last' || n,
        'person' || n || '@company' || n / 10 || '.example',
        CASE WHEN n %% 3 = 0 THEN '+14155550100' ELSE '' END,
        CASE WHEN n %% 7 = 0 THEN '+14155550101' ELSE '' END, 'Title',
        (ARRAY['c_level', 'vp', 'director', 'manager', 'other', ''])[n %% 6 + 1],
        bench_id(1, n %% greatest(%s / 10, 1) + 1),
        'US', '', '', 'lead', 'bench', '', 'unknown', '', '{}', %s, %s, 0, '', 0, ''
    FROM generate_series(1, %s) AS n
"""
_VISITS = """
    INSERT INTO tracking_visit (id, contact_id, url, is_bot, occurred_at)
    SELECT bench_id(3, n), bench_id(2, (n / 4) * 4 + 1),
        'https://www.example.com/pricing', n %% 11 = 0, %s::timestamptz - (n %% 40) * interval '1 day'
    FROM generate_series(1, %s - 4) AS n
"""
_SIGNALS = """
    INSERT INTO scoring_intentsignal (id, contact_id, type, source, weight, detected_at, expires_at,
        decay_model, count, evidence, metadata)
    SELECT bench_id(4, n), bench_id(2, n),
        type.code, type.source, type.weight, at, at + type.decay_hours * interval '1 hour', type.decay_model,
        1, '{}', '{}'
    FROM generate_series(1, %s) AS n
    CROSS JOIN LATERAL (SELECT %s::timestamptz - (n %% 96) * interval '1 hour' AS at) AS seen
    JOIN scoring_signaltype type
        ON type.code = (ARRAY['PRICING_PAGE', 'DEMO_REQUEST', 'DOCS_VISIT', 'TOPIC_SURGE'])[n %% 4 + 1]
"""


def make_ids() -> None:
    """Create the function `bench_id` of the ids of rows."""
    with connection.cursor() as cursor:
        cursor.execute(_ID)


def make_leads(n: int, at: datetime) -> None:
    """Fill an empty organization with `n` contacts and what they did until `at`; none has a score."""
    make_ids()
    with connection.cursor() as cursor:
        cursor.execute(_COMPANIES, [at, at, n])
        cursor.execute(_CONTACTS, [n, at, at, n])
        cursor.execute(_VISITS, [at, n])
        cursor.execute(_SIGNALS, [n, at])
        cursor.execute("VACUUM ANALYZE")
