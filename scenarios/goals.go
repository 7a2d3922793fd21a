package scenarios

// Objective says what the best strategy is to achieve.
type Objective struct {
	Maximise string   `toml:"maximise" doc:"Metric of which more is better, such as profit."`
	Minimise string   `toml:"minimise" doc:"Metric of which less is better; give one of the two."`
	Horizon  int      `toml:"horizon" unit:"weeks" default:"0" range:"[0,)" doc:"Week in which the metric is read; 0 is the last."`
	Also     []string `toml:"also" doc:"Further metrics that the answer shows of every strategy."`
	Horizons []int    `toml:"horizons" unit:"weeks" range:"[1,)" doc:"Further weeks in which the metric is read: who is best by each of them."`
	Budget   float64  `toml:"budget" unit:"money" default:"0" range:"[0,)" doc:"What a strategy may cost altogether; dearer ones are marked. 0 is no limit."`
}

// Metric returns the metric that decides, or nothing if there is no objective.
func (o Objective) Metric() string { return o.Maximise + o.Minimise }

// Money holds what turns sums of different weeks into one.
type Money struct {
	Discount float64 `toml:"discount" unit:"1/year" default:"0.1" range:"[0,)" doc:"Yearly rate at which later money counts less, in customer values."`
}

// Twins says with what runs are compared, customer by customer: the same people
// with the same luck, without something.
type Twins struct {
	Baseline bool  `toml:"baseline" default:"true" doc:"Whether every strategy is compared with the baseline customer by customer: who buys only with it, who sooner, who more. It keeps every purchase of two runs at a time, 24 bytes each; switch it off for very large markets."`
	Without  Names `toml:"without" doc:"Tables, such as \"talk\" or, together, \"community+commerce\": every strategy that has them is also run without them, which shows what is due to them. Each takes another run a strategy and replicate."`
}

// Assert is a statement about the results that must hold, for a scenario that
// is checked again and again.
type Assert struct {
	Metric      string   `toml:"metric" doc:"Metric it is about."`
	Strategy    string   `toml:"strategy" doc:"Strategy it is about."`
	BetterThan  string   `toml:"better_than" doc:"Another strategy that it must beat, replicate by replicate."`
	AtLeast     *float64 `toml:"at_least" doc:"Least mean over the replicates."`
	AtMost      *float64 `toml:"at_most" doc:"Greatest mean over the replicates."`
	Probability float64  `toml:"probability" default:"0.5" range:"[0,1]" doc:"With better_than: share of replicates in which it must be better, at least."`
}
