"""Mauntic: a sales-intelligence CRM that can be self-hosted."""

import django_stubs_ext

# Generic Django classes (fields, model admins) may be subscripted at run time, as the type checker wants.
django_stubs_ext.monkeypatch()
