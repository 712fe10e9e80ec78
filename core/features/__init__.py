"""From rows to the feature matrix: customers, recency, frequency and money, preparation."""
