package metric

// opening says what holds for all tables.
const opening = `# What a results folder holds

<!-- Generated from the registry of metrics: go test ./sim/metric -update -->

Tables are CSV in UTF-8 with one line of header, dot decimals and the shortest
numbers that read back as they were. An empty cell is a number that does not
exist, such as the cost of a customer where none was won. Units: ` + "`money`" + ` is the
scenario's currency, ` + "`count`" + ` a number of things, ` + "`ratio`" + ` has none. Costs are
positive in ` + "`cost`" + ` and negative in the ledger.

Rows come replicate by replicate, in each the strategies in the scenario's order.
Replicates are numbered from 1. Replicate k is the same run whatever else is in
the experiment, and all strategies meet the same luck in it: compare them by the
differences within replicates, as ` + "`comparison.csv`" + ` does.

` + "`ci_low` and `ci_high`" + ` bound the 90 % interval of the mean over replicates. It is
Student's t; for a share of runs, Wilson's score interval (1927); for a metric
that is a quotient with a random denominator, the bootstrap-t of Efron (1979;
Hall 1988) with 999 resamples of replicates (Student's t below 10 runs, and above
5,000 the expansion of Johnson 1978 that resampling tends to). ` + "`sd`" + ` divides by n-1. Quantiles are of type 7 of Hyndman and Fan (1996), as in R and NumPy;
` + "`p10` and `p90`" + ` bound the middle 80 % of runs, which is how much a single future may
differ, not how well the mean is known. ` + "`n`" + ` counts the runs in which the number
exists.
`

// tables lists the files of a results folder and what their columns mean.
var tables = []struct {
	name, about string
	columns     [][2]string
}{
	{"runs.csv", "One row a run: a strategy in a replicate.", [][2]string{
		{"strategy", "name of the strategy"},
		{"replicate", "number of the replicate, from 1"},
		{"seed", "master seed; with the number of the replicate it gives the run again"},
	}},
	{"series.csv", "One row a week of a run; week 0 is the initial state. With `record_every` in the scenario there is a row only every so many weeks, and for the last, with `record_every = 0` there are neither this table nor bands.csv; what is counted in a week is then still that of the one week. A column of a mechanism that is off is 0. The scenario's own stages have columns too.", [][2]string{
		{"strategy", "name of the strategy"},
		{"replicate", "number of the replicate"},
		{"seed", "master seed"},
		{"week", "week, 0 … weeks"},
		{"n_<stage>", "customers in a stage at the week's end; the stages add up to the market"},
		{"n_detractor", "present and past customers who speak against the brand; a voice, not a stage"},
		{"new_<stage>", "entries into a stage in the week; who comes back is counted again"},
		{"cum_<stage>", "entries into a stage since the start; who comes back is counted again"},
		{"reached_<stage>", "customers who are or have ever been in a stage, each counted once"},
	}},
	{"summary.csv", "One row a strategy and metric: what runs.csv says on the whole.", [][2]string{
		{"strategy", "name of the strategy"},
		{"metric", "name of the metric, as in runs.csv"},
		{"n", "runs in which it exists"},
		{"mean", "mean over runs"},
		{"sd", "standard deviation over runs"},
		{"ci_low", "lower end of the 90 % interval of the mean"},
		{"ci_high", "upper end"},
		{"p10", "a tenth of the runs are below"},
		{"median", "half of the runs are below"},
		{"p90", "nine tenths of the runs are below"},
		{"unit", "unit of the metric"},
	}},
	{"bands.csv", "One row a strategy, week and column of series.csv.", [][2]string{
		{"strategy", "name of the strategy"},
		{"week", "week"},
		{"metric", "column of series.csv"},
		{"n … p90", "as in summary.csv, over replicates; intervals are Student's t"},
	}},
	{"comparison.csv", "One row a strategy and metric: the difference from the baseline, replicate by replicate. The baseline has rows as well, of zeros.", [][2]string{
		{"strategy", "name of the strategy"},
		{"baseline", "name of the strategy it is compared with, the first unless named"},
		{"metric", "name of the metric, as in runs.csv"},
		{"n", "replicates in which both have it; where that is not all of them, as for breakeven_week, the comparison is of those only"},
		{"mean_difference", "mean of strategy less baseline"},
		{"sd_difference", "standard deviation of the difference over replicates"},
		{"ci_low", "lower end of the 90 % interval of the mean difference"},
		{"ci_high", "upper end"},
		{"correlation", "of the two over replicates: how much of the luck they share"},
		{"p_better", "share of replicates in which the strategy does better than the baseline, ties counted half: a statement on single futures. Empty where neither more nor less is better"},
		{"p_best", "probability that the strategy has the best mean of all: the share of 10,000 draws from the posterior distribution of the means in which it has (multivariate t with the paired covariance and n-1 degrees of freedom, flat prior; Box & Tiao 1973). Strategies that agree in every replicate share it equally. Over the replicates in which all strategies have the metric"},
		{"expected_loss", "what choosing the strategy loses on average over these draws, against the one that is best in each: the price of being wrong, in the metric's unit"},
	}},
	{"sources.csv", "Who is credited with the customers won in the whole run, by what each took off their clocks.", [][2]string{
		{"strategy", "name of the strategy"},
		{"replicate", "number of the replicate"},
		{"source", "who or what is credited"},
		{"customers", "customers won; they add up to the first purchases of the run"},
		{"revenue", "what the customers credited to the source have paid by the objective's horizon, first and further purchases"},
		{"margin", "the same, less unit cost"},
	}},
	{"mentions.csv", "Who speaks: words by source, up to the objective's horizon. Sources are the networks that talk goes along, and mechanisms that have people speak. Those of whom nothing was heard have no row.", [][2]string{
		{"strategy", "name of the strategy"},
		{"replicate", "number of the replicate"},
		{"source", "network or mechanism"},
		{"positive", "good words; the sources add up to mentions_positive"},
		{"negative", "bad words; they add up to mentions_negative"},
		{"paid", "those of both that were paid for"},
	}},
	{"cascades.csv", "Sizes of the trees of recommendation, all replicates together.", [][2]string{
		{"strategy", "name of the strategy"},
		{"size", "customers in the tree, its root included"},
		{"count", "trees of this size"},
		{"depth", "most steps from the root to a customer, on average over these trees"},
		{"virality", "structural virality, on average over these trees: mean number of steps between two of their customers, from 2(n-1)/n for a broadcast to (n+1)/3 for a chain (Goel, Anderson, Hofman & Watts 2016)"},
	}},
	{"survival.csv", "How long people stay, all replicates together: curves of Kaplan and Meier (1958). A stay in a stage begins when it is entered and ends when it is left in whichever direction; as a present customer it ends by lapsing. Stays that last at the objective's horizon are cut off there.", [][2]string{
		{"strategy", "name of the strategy"},
		{"stay", "stage of the journey, or present customer"},
		{"week", "week of the stay, from its start"},
		{"at_risk", "stays that were seen in this week"},
		{"ended", "of those, stays that ended in it"},
		{"survival", "share of stays that last beyond the week"},
	}},
	{"decomposition.csv", "With two or more strategies, or with twins.without: what a run earns beyond its twin, the same customers with the same luck, taken apart customer by customer (after Libai, Muller & Peres 2013). The twin is the baseline in the same replicate, or the strategy itself without a table. The parts add up to the total, and the total is the difference in profit, to the cent.", [][2]string{
		{"strategy", "name of the strategy"},
		{"against", "name of the baseline, or without and the table"},
		{"replicate", "number of the replicate"},
		{"part", parted()},
		{"count", "how many: customers who buy only with it (expansion), who would buy only without it (loss), who buy sooner, less those who buy later (acceleration); purchases more (retention, repeat, cross_sell, gifts), purchases of both at another margin (terms)"},
		{"amount", "margin, or cost, more by the objective's horizon; less is negative"},
		{"present_value", "the same discounted to the start; the total is the difference in npv. What sooner money is worth by itself is in the part acceleration"},
	}},
	{"twins.csv", "With twins.without: one row a run and table taken away, what is due to the table. What would have come anyway is not.", [][2]string{
		{"strategy", "name of the strategy"},
		{"without", "table, or tables joined by +, that the twin does without"},
		{"replicate", "number of the replicate"},
		{"customers_with", "customers won"},
		{"customers_without", "customers won by the twin"},
		{"share_due", "difference in percent of customers won: without talk, the counterfactual share of word of mouth"},
		{"revenue_due", "revenue beyond that of the twin"},
		{"cost_due", "cost of programmes beyond that of the twin"},
		{"profit_due", "profit beyond that of the twin"},
		{"npv_due", "net present value beyond that of the twin"},
		{"roi", "incremental return: profit due per unit of cost due; empty unless it costs more"},
	}},
	{"ledger.csv", "What each account comes to by the objective's horizon; the amounts of a run add up to its profit.", [][2]string{
		{"strategy", "name of the strategy"},
		{"replicate", "number of the replicate"},
		{"account", "revenue, unit cost, or a mechanism that spends"},
		{"amount", "in the currency, costs negative"},
	}},
	{"customers.csv", "With --customers: one row a customer of a run.", [][2]string{
		{"strategy", "name of the strategy"},
		{"replicate", "number of the replicate"},
		{"customer", "number of the customer, from 0; the same person under every strategy"},
		{"reached_<stage>", "when the stage was first entered, in weeks"},
		{"segment", "segment of the customer; empty without segments"},
		{"roles", "what the customer is at the end of the run: member, ambassador, employee"},
		{"source", "what is credited with the first purchase; empty without one"},
		{"parent", "customer whose word is credited with it; empty if nobody's"},
		{"satisfaction", "at the end of the run, -1 … 1"},
		{"bond", "emotional bond, 0 … 1"},
		{"trust", "trust, 0 … 1"},
		{"purchases", "number of purchases"},
		{"conversations", "number of conversations about the brand"},
		{"value", "margin over the run"},
		{"brought", "customers whose first purchase is credited to this one's word"},
		{"referral_value", "their margin over the run"},
		{"value_class", "champion (spends and brings more than the median buyer), affluent (spends more), advocate (brings more) or miser (neither), after Kumar, Petersen & Leone 2007; empty for those who never bought"},
	}},
	{"failed.csv", "Only if some runs failed: they are in none of the other tables.", [][2]string{
		{"strategy", "name of the strategy"},
		{"replicate", "number of the replicate"},
		{"seed", "master seed"},
		{"error", "what happened"},
	}},
	{"decision.csv", "With --until decided, beside runs.csv: one row a strategy.", [][2]string{
		{"strategy", "name of the strategy"},
		{"metric", "the objective"},
		{"n", "replicates that it was run in"},
		{"mean", "mean over them"},
		{"out_after", "replicates after which it could not be the best any more; 0 if it stayed to the end (Kim & Nelson 2001)"},
		{"short_of_best", "mean by which it falls short of the chosen one, over the replicates that both have"},
		{"ci_low", "lower end of an interval that holds for all comparisons at once (Bonferroni, Student's t; not widened for looking repeatedly)"},
		{"ci_high", "upper end"},
		{"chosen", "whether it is the chosen one"},
	}},
	{"points.csv", "Of a sweep: one row a point. In a sweep, runs.csv, summary.csv and comparison.csv begin with the point and its levels, too.", [][2]string{
		{"point", "number of the point, from 0, in the order of the design"},
		{"<factor>", "level of each factor; empty is the scenario's own value"},
	}},
	{"regions.csv", "Of a sweep: who wins where. One row a point, with its levels.", [][2]string{
		{"winner", "strategy with the best mean of the objective at the point"},
		{"runner_up", "the next best"},
		{"metric", "the objective"},
		{"lead", "mean by which the winner is better, replicate by replicate"},
		{"ci_low", "lower end of the 90 % interval of the lead"},
		{"ci_high", "upper end"},
		{"clear", "whether the interval excludes 0"},
	}},
	{"indices.csv", "Of a sweep: what the objective depends on, as far as the design can tell.", [][2]string{
		{"strategy", "name of the strategy"},
		{"metric", "the objective"},
		{"of", "level: the mean over replicates; lead: how much better than the best of the others the strategy is that is the best on average over the points"},
		{"factor", "key that was varied; dummy, a factor that does nothing; empty, the whole design"},
		{"with", "the other factor, of S2"},
		{"index", "sobol: S1 (share of variance a factor has by itself), ST (with others, too), S2 (of two together), estimators of Saltelli et al. 2010, Jansen 1999 and Saltelli 2002, and the dummy's S1 after Khorashadi Zadeh et al. 2017. morris: mu_star, mu, sigma (Morris 1991; Campolongo, Cariboni & Saltelli 2007). lhs, random, grid: main (share of variance between the means of effects.csv), src (standardised regression coefficient), r2. oat: swing (from the lowest to the highest mean). All: variance_factors, variance_luck (luck that the points share), variance_rest, which add up to 1, and noise_share (how much of the variance between the points' means is luck that is left)"},
		{"value", "its value"},
		{"ci_low", "lower end of its 90 % interval: percentiles of bootstrap resamples of base samples or paths, Student's for src; for a dummy's main effect, what it exceeds once in twenty"},
		{"ci_high", "upper end"},
		{"n", "base samples, paths or points it rests on"},
	}},
	{"effects.csv", "Of a sweep: mean response along every factor, the others as they come.", [][2]string{
		{"of", "level or lead, as in indices.csv"},
		{"factor", "key that was varied"},
		{"from", "lowest value in this part of its range"},
		{"to", "highest value; levels and words are parts by themselves"},
		{"n", "points in it"},
		{"mean", "mean over them"},
		{"ci_low", "lower end of Student's 90 % interval over points"},
		{"ci_high", "upper end"},
	}},
	{"conditions.csv", "Of a sweep: under which conditions a strategy is the best, a box found by the patient rule induction of Friedman & Fisher 1999. One row a limit.", [][2]string{
		{"strategy", "strategy that is the best there"},
		{"factor", "key with a limit"},
		{"above", "its lower limit; empty if there is none"},
		{"below", "its upper limit"},
		{"words", "of words: those that are in, parted by |"},
		{"points", "points in the box"},
		{"density", "share of them at which the strategy is the best"},
		{"coverage", "share of the points at which it is the best that are in the box"},
	}},
	{"tornado.csv", "Of a tornado: what one value, moved alone, does to the lead of the winner over the runner-up. One row a factor and side.", [][2]string{
		{"factor", "key that was moved"},
		{"side", "low or high"},
		{"value", "the value it was moved to"},
		{"base", "the scenario's own"},
		{"strategy", "the winner of the scenario as it is"},
		{"against", "the best of the others at the value"},
		{"metric", "the objective"},
		{"base_lead", "mean lead of the scenario as it is"},
		{"lead", "mean lead at the value, replicate by replicate; negative if the runner-up is better there"},
		{"ci_low", "lower end of its 90 % interval"},
		{"ci_high", "upper end"},
		{"change", "lead less base_lead, replicate by replicate"},
		{"change_low", "lower end of its 90 % interval"},
		{"change_high", "upper end"},
		{"n", "paired runs at each value"},
	}},
	{"flips.csv", "Of a tornado: values beyond which another strategy is the best, the others held.", [][2]string{
		{"factor", "key that was moved"},
		{"side", "low or high: on which side of the scenario's own value"},
		{"strategy", "best on the scenario's side"},
		{"against", "best beyond"},
		{"flip", "value at which the mean lead is 0"},
		{"flip_low", "lower end of its 90 % interval: the values at which the interval of the lead includes 0 (Fieller 1954), within the range that was looked at"},
		{"flip_high", "upper end"},
		{"base", "the scenario's own value"},
		{"looks", "values that were run"},
	}},
	{"fit.csv", "Of a calibration: one row a fitted value.", [][2]string{
		{"key", "key that was fitted"},
		{"value", "its value: weekly means over replicates are nearest to the data there, in squares weighted by each column's variance over the weeks (simulated moments, McFadden 1989)"},
		{"ci_low", "lower end of its 90 % interval: how much it would vary if the data were another run of the fitted market (sandwich covariance from slopes under shared luck and the runs' own scores), widened by the misfit"},
		{"ci_high", "upper end"},
		{"min", "lowest value that was looked at"},
		{"max", "highest value"},
		{"open", "whether the interval reaches either"},
		{"told", "share of the range that the interval rules out; near 0, the data do not tell the value"},
	}},
	{"fit_bands.csv", "Of a calibration: the data beside the fitted market.", [][2]string{
		{"week", "week of the data"},
		{"column", "column of the data and of series.csv"},
		{"data", "as given, for as many customers as the scenario has"},
		{"mean", "mean of the fitted market"},
		{"low", "lower end of the 90 % predictive band: luck, and doubt about the fitted values"},
		{"high", "upper end"},
	}},
	{"optimum.csv", "Of optimise: one row a lever.", [][2]string{
		{"strategy", "strategy that was tuned"},
		{"key", "the lever"},
		{"now", "its value in the scenario"},
		{"suggested", "the value that was found; shares of a budget add up to 1"},
		{"min", "lowest value that was looked at"},
		{"max", "highest value"},
	}},
	{"curves.csv", "Of optimise: the response along each lever, the others as suggested, by luck that the search has not seen.", [][2]string{
		{"strategy", "strategy that was tuned"},
		{"key", "the lever"},
		{"value", "its value; shares of a budget as they were tried, before they are taken in proportion"},
		{"metric", "the objective"},
		{"n", "replicates"},
		{"mean", "mean over them"},
		{"ci_low", "lower end of the 90 % interval of the mean"},
		{"ci_high", "upper end"},
		{"cost", "mean cost"},
		{"marginal_return", "how much more of the objective for each more of cost, from the row above; empty where cost does not move"},
		{"mark", "now or suggested, where the value is that"},
	}},
}
