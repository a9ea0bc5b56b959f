"""A made-up model behind the formats of Anthropic and OpenAI. It reads nothing: its answers are scripted."""
