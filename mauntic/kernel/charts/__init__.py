"""Charts that the server draws as SVG: sparklines, bars, distributions, and lines with a band.

All charts share one scale (`scale`), one width rule, one palette (the tones of `shapes`) and a text
alternative. A view makes a `Chart`, and `components/charts/chart.html` draws it.
"""
