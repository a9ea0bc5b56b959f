"""`{% part %}`: a part of a page that fails alone."""

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.template.loader import render_to_string

from mauntic.kernel.pages.parts import attempt, read_now

register = template.Library()


class PartNode(Node):
    """A block that a panel replaces when something inside it fails."""

    def __init__(
        self,
        title: FilterExpression,
        names: list[str],
        options: dict[str, FilterExpression],
        nodelist: NodeList,
    ) -> None:
        self.title = title
        self.names = names
        self.options = options
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        """Return the block, or the panel that says that it could not be shown."""
        title = str(self.title.resolve(context))
        return attempt(title, lambda: self._whole(context), lambda: self._failed(context, title))

    def _whole(self, context: Context) -> str:
        # Read first: Django's `if` takes an error in `a or b` for False, and a lookup takes some for nothing.
        values = {name: read_now(context.get(name)) for name in self.names}
        with context.push(**values):
            return str(self.nodelist.render(context))

    def _failed(self, context: Context, title: str) -> str:
        options = {name: value.resolve(context) for name, value in self.options.items()}
        return render_to_string("components/part_failed.html", {"title": title, **options})


@register.tag
def part(parser: Parser, token: Token) -> PartNode:
    """Show a block that may fail without its page: `{% part "News" news %}…{% endpart %}`.

    Behind the title come the names of what the block shows; values of `kernel.pages.parts.later` are read
    here. Options: `id`, which the panel takes over as a target of htmx, and `small=True` for a part in a
    line.
    """
    name, *bits = token.split_contents()
    if not bits:
        raise template.TemplateSyntaxError(f'"{name}" needs a title.')
    title = parser.compile_filter(bits.pop(0))
    plain = [bit for bit in bits if "=" not in bit]
    options = token_kwargs([bit for bit in bits if "=" in bit], parser)
    nodelist = parser.parse((f"end{name}",))
    parser.delete_first_token()
    return PartNode(title, plain, options, nodelist)
