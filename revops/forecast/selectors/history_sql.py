"""SQL for deals as of any time, and as of now.

`states` has a row per time and deal. `valued` adds the category, the day that decides the period (closing day
or expected closing day), and the amount in the organization's currency at the rate of the closing day or of
the time. Past states are reconstructed backwards: the first change after a time has the value until then. All
values are parameters. Only names of this file are interpolated.
"""

from revops.deals.domain.stages import CATEGORIES, CLOSED, OPEN

_OPEN = ", ".join(f"'{stage}'" for stage in OPEN)
_CLOSED = ", ".join(f"'{stage}'" for stage in CLOSED)
_BY_STAGE = " ".join(f"WHEN '{stage}' THEN '{category}'" for stage, category in CATEGORIES.items())


def first_changes(deal: str, moment: str) -> str:
    """Return a join `changed`: each field before the first change of a deal after a time, else NULL."""
    return f"""
    LEFT JOIN LATERAL (
        SELECT max(old) FILTER (WHERE field = 'value') AS value,
            max(old) FILTER (WHERE field = 'currency') AS currency,
            max(old) FILTER (WHERE field = 'expected_close_on') AS expected,
            max(old) FILTER (WHERE field = 'owner') AS owner,
            max(old) FILTER (WHERE field = 'category_override') AS override
        FROM (
            SELECT DISTINCT ON (change.field) change.field, change.old FROM revops_dealchange AS change
            WHERE change.deal_id = {deal} AND change.at > {moment}
            ORDER BY change.field, change.at, change.id
        ) AS first_after
    ) AS changed ON true
    """  # noqa: S608 (the names are ours)


def rate_of(currency: str, day: str) -> str:
    """Return a join `rate`: the exchange rate of a day; NULL for the own currency and without a rate."""
    return f"""
    LEFT JOIN LATERAL (
        SELECT known.rate FROM revops_exchangerate AS known
        WHERE {currency} <> %(base)s AND known.currency = {currency} AND known.valid_from <= {day}
        ORDER BY known.valid_from DESC LIMIT 1
    ) AS rate ON true
    """  # noqa: S608 (the names are ours)


NOW = """
    SELECT %(now)s::timestamptz AS at, deal.id, deal.name, deal.stage, deal.stage_entered_at AS entered_at,
        deal.closed_at, deal.value, deal.currency, deal.expected_close_on, deal.owner_id,
        deal.category_override AS override, deal.created_at
    FROM revops_deal AS deal
    WHERE deal.created_at <= %(now)s AND (deal.closed_at IS NULL OR deal.closed_at >= %(since)s)
"""

# Deals that were closed before `since` and did not change later are irrelevant.
AS_OF = f"""
    SELECT moment.at, deal.id, deal.name, was.stage, COALESCE(entered.at, deal.created_at) AS entered_at,
        CASE WHEN was.stage IN ({_CLOSED}) THEN COALESCE(entered.at, deal.closed_at) END AS closed_at,
        CASE WHEN changed.value IS NULL THEN deal.value ELSE changed.value::numeric END AS value,
        COALESCE(changed.currency, deal.currency) AS currency,
        CASE WHEN changed.expected IS NULL THEN deal.expected_close_on
             ELSE NULLIF(changed.expected, '')::date END AS expected_close_on,
        CASE WHEN changed.owner IS NULL THEN deal.owner_id
             ELSE NULLIF(changed.owner, '')::uuid END AS owner_id,
        COALESCE(changed.override, deal.category_override) AS override, deal.created_at
    FROM unnest(%(moments)s::timestamptz[]) AS moment(at)
    JOIN revops_deal AS deal ON deal.created_at <= moment.at
        AND (deal.closed_at IS NULL OR deal.closed_at >= %(since)s)
    LEFT JOIN LATERAL (
        SELECT move.to_stage, move.at FROM revops_stagemove AS move
        WHERE move.deal_id = deal.id AND move.at <= moment.at ORDER BY move.at DESC, move.id DESC LIMIT 1
    ) AS entered ON true
    LEFT JOIN LATERAL (
        SELECT move.from_stage FROM revops_stagemove AS move
        WHERE entered.at IS NULL AND move.deal_id = deal.id AND move.at > moment.at
        ORDER BY move.at, move.id LIMIT 1
    ) AS leaving ON true
    CROSS JOIN LATERAL (
        SELECT COALESCE(entered.to_stage, NULLIF(leaving.from_stage, ''), deal.stage) AS stage
    ) AS was
    {first_changes("deal.id", "moment.at")}
"""  # noqa: S608 (the names of the stages are our own)


def with_amounts(states: str) -> str:
    """Return the common table expressions `states` and `valued`; `states` is `NOW` or `AS_OF`."""
    return f"""
    WITH states AS MATERIALIZED ({states}),
    valued AS (
        SELECT states.*, states.stage IN ({_OPEN}) AS is_open, days.closed_on,
            COALESCE(days.closed_on, states.expected_close_on) AS period_day,
            CASE WHEN states.stage IN ({_OPEN}) AND states.override <> '' THEN states.override
                 ELSE CASE states.stage {_BY_STAGE} END END AS category,
            CASE WHEN states.currency = %(base)s THEN states.value
                 ELSE round(states.value * rate.rate, 2) END AS amount
        FROM states
        CROSS JOIN LATERAL (
            SELECT (states.closed_at AT TIME ZONE %(zone)s)::date AS closed_on,
                (states.at AT TIME ZONE %(zone)s)::date AS known_on
        ) AS days
        {rate_of("states.currency", "COALESCE(days.closed_on, days.known_on)")}
        WHERE %(everybody)s OR states.owner_id = ANY(%(owners)s::uuid[])
            OR (%(nobody)s AND states.owner_id IS NULL)
    )
    """  # noqa: S608 (as above)
