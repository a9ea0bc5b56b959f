"""The statements of the ledger: open deals, the largest of them, spells in stages, and wins."""

from revops.forecast.selectors.history_sql import AS_OF, first_changes, rate_of, with_amounts

_AGES = "floor(extract(epoch FROM at - entered_at) / 604800)::int"

OPEN_DEALS = f"""
    {with_amounts(AS_OF)},
    counted AS (
        SELECT valued.*, is_open AND category <> 'omitted' AND amount IS NOT NULL AS counts FROM valued
    )
    SELECT at, owner_id, CASE WHEN counts THEN stage END AS stage, CASE WHEN counts THEN {_AGES} END AS weeks,
        count(*) FILTER (WHERE counts) AS deals, sum(amount) FILTER (WHERE counts) AS value,
        sum(amount * amount) FILTER (WHERE counts) AS squares,
        count(*) FILTER (WHERE created_at > at - %(recent)s) AS recent
    FROM counted GROUP BY 1, 2, 3, 4
"""  # noqa: S608 (the names are ours)

LARGE_DEALS = f"""
    {with_amounts(AS_OF)},
    ranked AS (
        SELECT valued.*, row_number() OVER (PARTITION BY at, owner_id ORDER BY amount DESC, id) AS place
        FROM valued WHERE is_open AND category <> 'omitted' AND amount IS NOT NULL
    )
    SELECT at, owner_id, stage, {_AGES} AS weeks, amount FROM ranked WHERE place <= %(most)s
"""  # noqa: S608 (the names are ours)

# A visit to a stage ends when the deal is closed, whatever its stage is by then. The first stage of a deal
# counts as a visit, too.
SPELLS = """
    WITH visits AS MATERIALIZED (
        SELECT visit.to_stage AS stage, visit.from_stage = '' AS is_new, visit.at AS began,
            ending.at AS ended, ending.to_stage = %(won)s AS won
        FROM revops_stagemove AS visit
        LEFT JOIN LATERAL (
            SELECT move.at, move.to_stage FROM revops_stagemove AS move
            WHERE move.deal_id = visit.deal_id AND move.at >= visit.at AND move.to_stage = ANY(%(closed)s)
            ORDER BY move.at, move.id LIMIT 1
        ) AS ending ON true
        WHERE visit.to_stage = ANY(%(open)s) AND visit.at > %(since)s
    )
    SELECT moment.at, stage, is_new, CASE WHEN ended <= moment.at THEN won END AS won,
        floor(extract(epoch FROM LEAST(ended, moment.at) - began) / 604800)::int AS weeks, count(*) AS deals
    FROM unnest(%(moments)s::timestamptz[]) AS moment(at) JOIN visits ON began <= moment.at
    GROUP BY 1, 2, 3, 4, 5
"""

# Owner, value and currency at the time of the win.
WON = f"""
    SELECT won.owner_id, won.on_day, won.opened_on, sum(won.amount) AS amount, count(*) AS deals
    FROM (
        SELECT move.deal_id, (move.at AT TIME ZONE %(zone)s)::date AS on_day,
            (following.at AT TIME ZONE %(zone)s)::date AS opened_on,
            CASE WHEN was.currency = %(base)s THEN was.value
                 ELSE round(was.value * rate.rate, 2) END AS amount,
            was.owner_id
        FROM revops_stagemove AS move
        JOIN revops_deal AS deal ON deal.id = move.deal_id
        LEFT JOIN LATERAL (
            SELECT later.at FROM revops_stagemove AS later
            WHERE later.deal_id = move.deal_id AND (later.at, later.id) > (move.at, move.id)
            ORDER BY later.at, later.id LIMIT 1
        ) AS following ON true
        {first_changes("move.deal_id", "move.at")}
        CROSS JOIN LATERAL (
            SELECT CASE WHEN changed.value IS NULL THEN deal.value ELSE changed.value::numeric END AS value,
                COALESCE(changed.currency, deal.currency) AS currency,
                CASE WHEN changed.owner IS NULL THEN deal.owner_id
                     ELSE NULLIF(changed.owner, '')::uuid END AS owner_id
        ) AS was
        {rate_of("was.currency", "(move.at AT TIME ZONE %(zone)s)::date")}
        WHERE move.to_stage = %(won)s AND move.at > %(since)s
    ) AS won
    WHERE won.amount IS NOT NULL
    GROUP BY 1, 2, 3
"""  # noqa: S608 (the names are ours)
