"""The words that an analyst uses, each explained to everybody in one or two sentences."""

from collections.abc import Mapping

# By the term, in the order of the alphabet; the page's script finds one by its key in lower case.
GLOSSARY: Mapping[str, str] = {
    "Adjusted Rand index": "How far two ways of dividing the same customers agree: 1 is the same groups, 0 no "
    "more than chance.",
    "BIC": "A score for mixture models: how well the segments fit, less a charge for every further one. Lower "
    "is better.",
    "Borderline": "A customer who could almost as well belong to a neighbouring segment.",
    "Calinski-Harabasz": "How far segments lie apart, compared with the spread inside them. Higher is better; "
    "compare it only on the same data.",
    "Chosen borders": "A verdict: these segments are a way of dividing customers, no clearer than chance would give. "
    "They can still be used for targeting.",
    "Cohen's d": "The difference between two averages, measured in typical differences between customers: 0.2 is "
    "small, 0.8 large.",
    "Component": "A direction in which customers differ most, mixed from several features. The map shows the "
    "first two.",
    "Cramer's V": "How strongly a category, such as a country, differs between segments: 0 not at all, 1 entirely.",
    "Davies-Bouldin": "How wide segments are, compared with the gaps between them. 0 is best.",
    "DBSCAN": "Finds crowded areas and leaves out customers who stand apart.",
    "Dunn index": "The narrowest gap between two segments, compared with the widest segment. Higher is better.",
    "Eigenvalues": "Numbers that show how many loosely connected parts the customers fall into: look for a jump.",
    "Elbow": "The number of segments after which another one explains little more.",
    "eps (reach)": "How near two customers must be to count as neighbours, for DBSCAN.",
    "Extreme values": "A few very large or small values that would decide everything. They can be capped for the "
    "comparison; your data stays as it is.",
    "Feature": "What customers are compared by, such as days since the last order.",
    "Frequency": "How many orders a customer placed.",
    "HDBSCAN": "Like DBSCAN, but it finds the right reach by itself, in each crowded area.",
    "Held out": "Customers who are left out of a campaign at random, to see what happens without it.",
    "Interquartile range": "The middle half of the customers: a quarter lie below it, a quarter above.",
    "Jaccard similarity": "How much two groups share: customers in both, out of those in either.",
    "K-Means": "Gives every customer to the nearest of several typical customers. Fast, and good for most data.",
    "Lift": "How many times more often a product is bought in this segment than by everybody.",
    "Loadings": "How much each feature counts in a component of the map.",
    "Monetary": "What a customer spent in all, less returns.",
    "Natural groups": "A verdict: these segments come out again whenever they are looked for, with gaps between them.",
    "No natural groups": "A verdict: customers differ gradually. Their segments can still be used for targeting.",
    "Noise": "Customers who fit in no segment.",
    "Outcome": "What became of a customer, such as churned or answered. It is shown by segment and never used to "
    "make segments.",
    "pandas": "A tool with which analysts filter tables in Python. Rules can be copied for it.",
    "PCA": "Draws many features as a flat map that keeps as much of the differences as a flat map can.",
    "Perplexity": "About how many neighbours t-SNE tries to keep close to each customer.",
    "Playbook": "The list of actions that Tessera chooses from. It follows your line of business, and you can "
    "use your own.",
    "Rank correlation": "Whether two lists put customers in the same order: 1 the same, 0 unrelated, -1 reversed.",
    "Recency": "Days since a customer's last order. Low is good.",
    "Recipe": "All choices that make a result, in one small file, so that it can be repeated.",
    "Reliable groups": "A verdict: these segments come out again whenever they are looked for, but run into each "
    "other.",
    "RFM": "Recency, frequency and money: each customer gets a score from 1 to 5 for each.",
    "SD (standard deviation)": "A typical difference between a customer and the average one.",
    "Seed": "The start of all random choices. The same seed gives the same result.",
    "Segment": "A group of customers who are alike.",
    "Silhouette": "How much closer customers are to their own segment than to the next one, from -1 to 1. Above "
    "0.5 is clear, below 0.25 hardly anything.",
    "Snapshot date": "The day up to which orders count. Recency is counted back from it.",
    "Spectral": "Finds groups by who is near whom, also where they are long or curved.",
    "Standardise": "Puts all features on one scale, so that money does not outweigh orders because its numbers "
    "are larger.",
    "t-SNE": "A map that keeps neighbours together. Distances between groups on it mean nothing.",
    "Tenure": "Days since a customer's first order.",
    "TOML": "A plain text format for writing your own playbook.",
    "Uplift": "What a campaign changed, compared with those held out. The interval says how sure that is.",
    "Variance shown": "How much of the differences between customers the map shows.",
    "Weight": "How much a feature counts: 2 is twice as much, 0 not at all.",
    "Yeo-Johnson": "Pulls a few very large values closer, so that they do not decide everything.",
}
