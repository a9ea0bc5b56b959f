// Compiled by tsc against the generated types, and run against the served API: see test_clients.py.
import createClient from "openapi-fetch";
import type { paths } from "./schema.js";

const client = createClient<paths>({
  baseUrl: process.env.MAUNTIC_URL!,
  headers: { Authorization: `Bearer ${process.env.MAUNTIC_KEY!}` },
});

const created = await client.POST("/api/v1/crm/contacts", {
  body: { firstName: "Tess", lastName: "Typed", email: "tess@typed.example" },
});
if (!created.data) throw new Error(JSON.stringify(created.error));
const read = await client.GET("/api/v1/crm/contacts/{contactId}", {
  params: { path: { contactId: created.data.id } },
});
const alerts = await client.GET("/api/v1/scoring/signals/alerts", {
  params: { query: { status: "open", limit: 5 } },
});
const unknown = await client.GET("/api/v1/revops/deals/{dealId}", {
  params: { path: { dealId: "0197b2a4-5c1e-7d3f-8a6b-2f4e6d8c0a1b" } },
});
console.log(
  JSON.stringify({ name: read.data?.firstName, alerts: alerts.data?.length, error: unknown.error?.code }),
);
