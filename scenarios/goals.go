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

// Sweep is a design of experiments over some keys of the scenario.
type Sweep struct {
	Design     string `toml:"design" default:"grid" options:"grid,list,lhs,sobol,morris,oat" doc:"How points are laid: every combination, line by line, Latin hypercube, Sobol sequence, Morris paths, one at a time."`
	Points     int    `toml:"points" default:"0" range:"[0,)" doc:"Number of points, for designs that fill a space."`
	Replicates int    `toml:"replicates" default:"0" range:"[0,)" doc:"Runs a point; 0 is as many as the scenario has."`
	Vary       []Factor
}

// Factor is one key that a sweep varies, over a range or a list of values.
type Factor struct {
	Key    string // dotted path, as in --set
	Range  Span   // with Values empty
	Values []string
}

// Span is a range of values.
type Span struct {
	Min float64 `toml:"min" doc:"Lowest value."`
	Max float64 `toml:"max" doc:"Highest value."`
	Log bool    `toml:"log" default:"false" doc:"Whether the range is covered evenly in its logarithm."`
}
