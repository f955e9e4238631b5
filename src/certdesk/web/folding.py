"""Templates in which whatever no request changes is rendered once for each language, and kept.

Of a verification page's processor time half went into rendering, and most of that into words, addresses, names of files
and blocks that are the same for everybody. ``Loader`` folds them while it reads a template; pages stay ordinary ones.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from django.template.base import FilterExpression, Node, NodeList, Template, TextNode, Variable, VariableNode
from django.template.context import Context
from django.template.defaulttags import CommentNode, ForNode, IfNode, LoadNode, URLNode, WithNode
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockNode, ExtendsNode, IncludeNode
from django.template.loaders import base, cached
from django.templatetags.i18n import TranslateNode
from django.templatetags.static import StaticNode
from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import get_language

Key = tuple[str | None, str, bool]
Blocks = Mapping[str, BlockNode]


class Fixed(Node):
    """Nodes that render alike for every request of one language, rendered when first needed."""

    child_nodelists = ()

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._nodes = NodeList(nodes)
        self._says = any(isinstance(node, TranslateNode) or getattr(node, "_says", False) for node in self._nodes)
        self._leads = any(isinstance(node, URLNode) or getattr(node, "_leads", False) for node in self._nodes)
        self._kept: dict[Key, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        """Return what is kept for the language, the address that the server is mounted at, and the escaping."""
        language = get_language() if self._says else None
        key = (language, get_script_prefix() if self._leads else "", context.autoescape)
        kept = self._kept.get(key)
        if kept is None:
            kept = self._kept[key] = self._nodes.render(context)
        return kept


class Joined(ExtendsNode):
    """A template that extends others, joined with them once instead of for each request."""

    def __init__(self, whole: NodeList, like: ExtendsNode) -> None:
        super().__init__(like.nodelist, like.parent_name, like.template_dirs)
        self.token, self.origin = like.token, like.origin
        self._whole = whole

    def render(self, context: Context) -> SafeString:
        """Render the whole, or the slow way if the template is extended in turn by one that could not be joined."""
        if BLOCK_CONTEXT_KEY in context.render_context:
            return SafeString(super().render(context))
        return self._whole.render(context)


class _Folding(base.Loader):
    """Folds a template before anybody else gets to see it: other threads may be rendering what is known already."""

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        template = super().get_template(template_name, skip)
        fold(template.nodelist)
        for place, node in enumerate(template.nodelist):
            if isinstance(node, ExtendsNode):
                whole = self._whole(template, node)
                if whole is not None:
                    template.nodelist[place] = Joined(whole, node)
        return template

    def _whole(self, template: Template, extends: ExtendsNode | None) -> NodeList | None:
        """Return a template with every block in its place; None where that takes the request."""
        blocks: Blocks = {}
        while extends is not None:
            parent = _literal(extends.parent_name)
            if parent is None or parent == template.origin.template_name or "block." in template.source:
                return None  # of two templates with one name the first may extend the second
            blocks = {**extends.blocks, **blocks}
            template = self.engine.get_template(parent)
            extends = next((node for node in template.nodelist if isinstance(node, ExtendsNode)), None)
            if extends is not None and template.nodelist[0] is not extends:
                return None  # what stands before the tag is rendered, too
        whole = NodeList(_folded(_in_place(template.nodelist, blocks)))
        return None if _hide_a_block(whole) or "block." in template.source else whole


class Loader(cached.Loader, _Folding):
    """Reads and folds every template once."""


def _literal(expression: FilterExpression | Node) -> str | None:
    """Return the word, if an expression is a word in quotes and nothing is done to it."""
    if not isinstance(expression, FilterExpression) or expression.filters:
        return None
    found = expression.var.literal if isinstance(expression.var, Variable) else expression.var
    return found if isinstance(found, str) else None


def fold(nodes: NodeList) -> None:
    """Fold a list of nodes and whatever lies within them, in place."""
    for node in nodes:
        for inner in _inner(node):
            fold(inner)
    nodes[:] = _folded(nodes)


def _inner(node: Node) -> Iterator[NodeList]:
    if isinstance(node, IfNode):
        yield from (nodes for _condition, nodes in node.conditions_nodelists)
        return
    for name in node.child_nodelists:
        inner = getattr(node, name, None)
        if isinstance(inner, NodeList):
            yield inner


def _folded(nodes: Iterable[Node]) -> list[Node]:
    folded: list[Node] = []
    for fixed, run in groupby(nodes, _is_fixed):
        nodes_in_a_row = list(run)
        folded += _as_one(nodes_in_a_row) if fixed else nodes_in_a_row
    return folded


def _as_one(run: list[Node]) -> list[Node]:
    said = [node for node in run if not isinstance(node, CommentNode | LoadNode)]
    text = [node.s for node in said if isinstance(node, TextNode)]
    if len(text) < len(said):
        return [Fixed(said)]
    return [TextNode("".join(text))] if text else []


def _is_fixed(node: Node) -> bool:
    if isinstance(node, TranslateNode):
        return node.asvar is None and node.message_context is None and _literal(node.filter_expression) is not None
    if isinstance(node, StaticNode):
        return node.varname is None and _literal(node.path) is not None
    if isinstance(node, URLNode):
        return node.asvar is None and not node.args and not node.kwargs and _literal(node.view_name) is not None
    return isinstance(node, TextNode | CommentNode | LoadNode | Fixed)


def _in_place(nodes: Iterable[Node], blocks: Blocks) -> Iterator[Node]:
    """Put blocks where they belong; one that sets a variable stays a block, whose variables end with it."""
    for node in nodes:
        if not isinstance(node, BlockNode):
            yield node
            continue
        inner = NodeList(_in_place(blocks.get(node.name, node).nodelist, blocks))
        if all(_sets_nothing(each) for each in inner.get_nodes_by_type(Node)):
            yield from inner
        else:
            yield BlockNode(node.name, inner)


def _hide_a_block(nodes: Iterable[Node]) -> bool:
    """Tell whether a block stands within a tag, where the one that takes its place would not be put."""
    return any(
        _hide_a_block(node.nodelist) if isinstance(node, BlockNode) else node.get_nodes_by_type(BlockNode)
        for node in nodes
    )


def _sets_nothing(node: Node) -> bool:
    if isinstance(node, TranslateNode | URLNode):
        return node.asvar is None
    quiet = Fixed | TextNode | VariableNode | IfNode | ForNode | WithNode | IncludeNode | CommentNode | LoadNode
    return isinstance(node, quiet)
