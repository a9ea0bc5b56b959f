"""The markup of charts."""

import re

from django.template.loader import render_to_string

from mauntic.kernel.charts.bars import BarSeries, bar_chart
from mauntic.kernel.charts.lines import Series, line_chart
from mauntic.kernel.charts.sparklines import sparkline


def markup(chart) -> str:
    return render_to_string("components/charts/chart.html", {"chart": chart})


def test_a_chart_is_an_image_with_its_words_and_hides_the_numbers_beside_it():
    html = markup(line_chart(title="Leads", series=[Series("A & B", "main", [1, 2])], ends=("a", "b")))
    assert 'role="img" aria-label="Leads. A &amp; B: from 1 to 2, between 1 and 2."' in html
    assert html.count('aria-hidden="true"') == 1


def test_no_style_stands_in_the_markup_which_the_policy_of_the_pages_forbids():
    names = ["<b>", "y"]
    html = markup(
        bar_chart(title="x", series=[BarSeries("s", "1", [1, 2]), BarSeries("t", "2", [2, 1])], names=names)
    )
    assert " style=" not in html
    assert "<b>" not in html
    assert len(re.findall(r'class="chart-key"', html)) == 2


def test_only_bars_and_lines_are_stretched_and_no_text():
    html = markup(line_chart(title="x", series=[Series("s", "main", [1, 2])], ends=("a", "b")))
    stretched = re.search(r'<svg[^>]*preserveAspectRatio="none">(.*?)</svg>', html, re.DOTALL)[1]
    assert "<polyline" in stretched
    assert "<text" not in stretched


def test_a_table_cell_without_values_says_so():
    assert "No history yet" in render_to_string("components/charts/sparkline.html", {"line": None})
    html = render_to_string(
        "components/charts/sparkline.html", {"line": sparkline([1, 2], alternative="From 1 to 2")}
    )
    assert 'aria-label="From 1 to 2"' in html
