package metric

import (
	"math"
	"slices"
	"strings"

	"grapevine/sim"
)

// Column is a column of the weekly table. Week 0 is the initial state; a stock
// is that at the end of the week, a flow what happened in the week.
type Column struct {
	Name string // as in the heading
	Unit string // as of a Metric; none of stages and tallies
	Doc  string // one sentence; none of stages and tallies, which others tell of

	fill func(t *sim.Trace, into []float64)
}

// Columns lists the weekly columns of a trace: stocks, flows and cumulative
// flows of the stages, what is counted in every market, money, and then the
// tallies of the mechanisms.
func Columns(t *sim.Trace) []Column { return layoutOf(t).table }

func columns(t *sim.Trace) []Column {
	var stocks, flows, cumulative, reached, common, tallies []Column
	for _, name := range t.Columns {
		stage, isFlow := strings.CutPrefix(name, "new_")
		switch c := counted(name); {
		case strings.HasPrefix(name, "n_"):
			stocks = append(stocks, c)
		case isFlow:
			flows = append(flows, c)
			cumulative = append(cumulative, running("cum_"+stage, name))
		case strings.HasPrefix(name, "reached_"):
			reached = append(reached, c)
		case slices.ContainsFunc(everywhere, func(e Column) bool { return e.Name == name }):
			common = append(common, c)
		default:
			tallies = append(tallies, c)
		}
	}
	return slices.Concat(stocks, flows, cumulative, reached, common, amounts, tallies)
}

// Series returns the weekly columns of a whole run, one after the other, each
// with its weeks 0 … Trace.Weeks. A column that the trace does not have is 0
// throughout: its mechanism is off.
func Series(t *sim.Trace, columns []Column) []float64 {
	weeks := t.Weeks + 1
	all := make([]float64, len(columns)*weeks)
	for i, c := range columns {
		c.fill(t, all[i*weeks:(i+1)*weeks])
	}
	return all
}

// everywhere lists what every market counts.
var everywhere = []Column{
	{Name: "sales", Unit: "count", Doc: "Units sold."},
	{Name: "first_purchases", Unit: "customers", Doc: "Customers who bought for the first time."},
	{Name: "mentions_positive", Unit: "count", Doc: "Good words about the brand."},
	{Name: "mentions_negative", Unit: "count", Doc: "Bad words about the brand."},
	{Name: "mentions_paid", Unit: "count", Doc: "Words that were paid for."},
	{Name: "promoters", Unit: "customers", Doc: "Present customers who would answer 9 or 10 on the scale of recommendation."},
	{Name: "passives", Unit: "customers", Doc: "Present customers who would answer 7 or 8."},
	{Name: "critics", Unit: "customers", Doc: "Present customers who would answer 0 to 6."},
}

// amounts lists the columns in the currency, and the score.
var amounts = []Column{
	{"revenue", "money", "What buyers paid.", of(func(b book) int64 { return b.revenue })},
	{"margin", "money", "Revenue less unit cost.", of(book.margin)},
	{"cost", "money", "What all programmes cost together.", of(func(b book) int64 { return b.spent })},
	{"profit", "money", "Margin less cost.", of(book.profit)},
	{"cum_profit", "money", "Profit since the start.", func(t *sim.Trace, into []float64) {
		var sum int64
		for week := range into {
			sum += bookOf(t, week).profit()
			into[week] = currency(sum)
		}
	}},
	{"nps", "points", "Net promoter score of present customers; empty while there are none.", func(t *sim.Trace, into []float64) {
		p, n, c := columnOf(t, "promoters"), columnOf(t, "passives"), columnOf(t, "critics")
		for week := range into {
			into[week] = math.NaN()
			if p != nil && n != nil && c != nil {
				into[week], _ = PromoterScore(float64(p[week]), float64(n[week]), float64(c[week]))
			}
		}
	}},
	{"market_share", "%", "Customers of the brand among the customers of all brands; empty without rivals.", shareOfMarket},
}

// of returns what fills a column with amounts of the ledger.
func of(amount func(book) int64) func(*sim.Trace, []float64) {
	return func(t *sim.Trace, into []float64) {
		for week := range into {
			into[week] = currency(amount(bookOf(t, week)))
		}
	}
}

// counted returns a column of the trace as it is.
func counted(name string) Column {
	return Column{Name: name, fill: func(t *sim.Trace, into []float64) {
		for week, n := range columnOf(t, name) {
			into[week] = float64(n)
		}
	}}
}

// running returns the sum of a flow since the start.
func running(name, flow string) Column {
	return Column{Name: name, fill: func(t *sim.Trace, into []float64) {
		var sum int64
		for week, n := range columnOf(t, flow) {
			sum += n
			into[week] = float64(sum)
		}
	}}
}

// columnOf returns the counts of a column, or nil.
func columnOf(t *sim.Trace, name string) []int64 {
	if i := slices.Index(t.Columns, name); i >= 0 {
		return t.Counts[i]
	}
	return nil
}
