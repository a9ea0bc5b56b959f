"""Paging of lists: `page` and `limit`, answered as {data, total, page, limit, totalPages}."""

from typing import Any

from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response


class PageLimitPagination(PageNumberPagination):
    """`page` from 1, `limit` 20 unless told, at most 100."""

    page_size = 20
    page_size_query_param = "limit"
    max_page_size = 100

    def get_paginated_response(self, data: Any) -> Response:
        page = self.page
        assert page is not None  # noqa: S101 (DRF calls this only after paginate_queryset)
        return Response(
            {
                "data": data,
                "total": page.paginator.count,
                "page": page.number,
                "limit": page.paginator.per_page,
                "totalPages": page.paginator.num_pages,
            }
        )

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        whole = {"type": "integer"}
        names = ("total", "page", "limit", "totalPages")
        return {
            "type": "object",
            "required": ["data", *names],
            "properties": {"data": schema, **dict.fromkeys(names, whole)},
        }
