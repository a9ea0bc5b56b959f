"""The chart of a draft."""

from scoring.model_page.views.charts import paired_bars
from scoring.preview.domain import Bin


def test_today_and_the_draft_stand_beside_each_other_on_one_scale():
    chart = paired_bars([Bin(0, 10, 4, 2), Bin(10, 20, 0, 2)])
    assert [(bar.title, bar.tone, bar.height) for bar in chart.bars] == [
        ("0–10: today 4", "muted", "142"),
        ("0–10: draft 2", "main", "71"),
        ("10–20: draft 2", "main", "71"),
    ]
    assert [label.text for label in chart.labels] == ["0", "10"]
    assert [key.text for key in chart.legend] == ["today", "draft"]


def test_without_leads_there_is_no_chart():
    assert paired_bars([Bin(0, 10, 0, 0)]) is None
