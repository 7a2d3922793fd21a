package metric

import (
	"math"
	"strings"

	"grapevine/sim"
)

// How the brand stands beside its rivals. Without rivals none of this exists.
var (
	MarketShare = Metric{Name: "market_share", Unit: "%", Better: 1, Doc: "Customers of the brand among the customers of all brands at the horizon. Does not exist without rivals.",
		Of: inRivalry(func(r *Run) float64 {
			ours := r.present(r.end())
			return percent(ours, ours+r.level("rival_users"))
		})}
	SalesShare = Metric{Name: "sales_share", Unit: "%", Better: 1, Doc: "Units of the brand among the units that all brands sold. Does not exist without rivals.",
		Of: against("rival_sales", total("sales"))}
	VoiceShare = Metric{Name: "share_of_voice", Unit: "%", Better: 1, Doc: "Words about the brand, good and bad, among the words about all brands; of rivals' words, those that do nothing are counted in the mean. Does not exist without rivals.",
		Of: against("rival_mentions", Mentions.Of)}
	AdShare = Metric{Name: "share_of_advertising", Unit: "%", Better: 0, Doc: "The brand's spending on advertising in that of all brands: its paid share of voice. Does not exist without rivals.",
		Of: against("rival_spend", (*Run).advertised)}
	SwitchedIn  = Metric{Name: "switched_in", Unit: "customers", Better: 1, Doc: "Customers who came to the brand from a rival. Does not exist without rivals.", Of: inRivalry(total("switched_in"))}
	SwitchedOut = Metric{Name: "switched_out", Unit: "customers", Better: -1, Doc: "Customers who left the brand for a rival. Does not exist without rivals.", Of: inRivalry(total("switched_out"))}
)

// contested reports whether a trace has rivals in it.
func contested(t *sim.Trace) bool {
	for _, column := range []string{"rival_users", "rival_sales", "rival_spend"} {
		for _, n := range columnOf(t, column) {
			if n != 0 {
				return true
			}
		}
	}
	return false
}

// inRivalry makes a metric one that does not exist without rivals.
func inRivalry(of func(*Run) float64) func(*Run) float64 {
	return func(r *Run) float64 {
		if !contested(r.Trace) {
			return math.NaN()
		}
		return of(r)
	}
}

// against returns what is ours in percent of that and what a column counts of
// rivals.
func against(column string, ours func(*Run) float64) func(*Run) float64 {
	return inRivalry(func(r *Run) float64 {
		mine := ours(r)
		return percent(mine, mine+r.total(column))
	})
}

// advertised returns what the brand has spent on advertising, in the currency.
func (r *Run) advertised() float64 {
	var sum int64
	for i, amount := range r.Ledger() {
		if kind, _, _ := strings.Cut(r.Trace.Accounts[i], "."); kind == "advertising" {
			sum -= amount
		}
	}
	return currency(sum)
}

// shareOfMarket fills the weekly column of the market share.
func shareOfMarket(t *sim.Trace, into []float64) {
	rivals, there := columnOf(t, "rival_users"), contested(t)
	for week := range into {
		into[week] = math.NaN()
		if !there {
			continue
		}
		var ours int64
		for _, stage := range []string{"n_customer", "n_loyal", "n_advocate"} {
			if c := columnOf(t, stage); c != nil {
				ours += c[week]
			}
		}
		into[week] = percent(float64(ours), float64(ours+rivals[week]))
	}
}
