package sim

import "slices"

// Trace is what a run leaves behind: a table by week, the ledger, who is
// credited with each customer won, and the trees of recommendation.
type Trace struct {
	Customers int
	Weeks     int
	Columns   []string  // names of the weekly columns, the same for every plan with the same tallies
	Counts    [][]int64 // Counts[column][week], week 0 = initial state
	Accounts  []string  // names of the accounts: "revenue", "unit cost", then one a mechanism that spends
	Ledger    [][]int64 // Ledger[account][week] in hundredths of the currency; costs are negative
	Sources   []string  // who or what may be credited with a customer won
	Credits   []int64   // customers won, by source; adds up to the first purchases in the run
	Cascades  []int     // Cascades[s] is the number of recommendation trees with s customers
	Depths    []int     // Depths[d] is the number of customers won at d steps from the root of their tree
	Trees     []Tree    // recommendation trees of two or more customers
	Takings   [][]int64 // Takings[of][week] is the revenue by what it was paid for, in hundredths
	Lives     []Life    // with Record.Customers: one a customer
	Notes     *Notes    // with Record.Notes
	Diary     *Diary    // with Record.Purchases
	Survey    [11]int64 // answers 0 … 10 of all present customers at the horizon
}

// Column returns the weekly counts of a column, or nil if there is none of
// that name.
func (t *Trace) Column(name string) []int64 {
	if i := slices.Index(t.Columns, name); i >= 0 {
		return t.Counts[i]
	}
	return nil
}

// Account returns the weekly amounts of an account, in hundredths of the
// currency, or nil if there is none of that name.
func (t *Trace) Account(name string) []int64 {
	for i, a := range t.Accounts {
		if a == name {
			return t.Ledger[i]
		}
	}
	return nil
}

// Life is one customer's story. Times are in weeks; NaN is never.
type Life struct {
	Segment       int       // index into Plan.Segments, 0 without any
	Roles         Role      // at the horizon
	Stage         Stage     // at the horizon
	Reached       []float64 // when each stage was first entered
	Parent        int32     // the customer whose word is credited with the first purchase, or -1
	Source        int       // index into Trace.Sources of what is credited, or -1
	Satisfaction  float64   // at the horizon, -1 … 1
	Bond          float64   // at the horizon, 0 … 1
	Trust         float64   // at the horizon, 0 … 1
	Purchases     int
	Conversations int
	Value         float64 // margin over the run, in the currency
}
