"""One file per vendor. To add one, write a class like `anthropic.AnthropicVendor` and register it."""
