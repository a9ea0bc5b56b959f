"""Who a lead is: values from vendors, with their cost, confidence and undo."""
