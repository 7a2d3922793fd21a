package experiment

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"grapevine/sim/metric"
)

// Gain is what a strategy earns beyond the baseline, and where that comes from.
type Gain struct {
	Strategy string `json:"strategy"`
	Baseline string `json:"baseline"`
	Total    Maybe  `json:"total"` // mean profit beyond the baseline's
	Parts    []Mean `json:"parts"` // they add up to it
}

// Mean is the mean of a part over the replicates.
type Mean struct {
	Part string `json:"part"`
	Mean Maybe  `json:"mean"`
}

// Due is what is due to a table: what the strategy would be without it.
type Due struct {
	Strategy string   `json:"strategy"`
	Without  string   `json:"without"`
	Share    Estimate `json:"customers_due_percent"` // of customers won
	Profit   Estimate `json:"profit_due"`
}

// parts are the metrics that the parts of a gain are read from, in the order of
// metric.PartNames.
var parts = []*metric.Metric{
	&metric.GainExpansion, &metric.GainLoss, &metric.GainAcceleration, &metric.GainRetention, &metric.GainRepeat,
	&metric.GainCrossSell, &metric.GainTerms, &metric.GainGifts, &metric.GainCost,
}

// gains reads the gain of each strategy but the baseline.
func (s *Sample) gains() []Gain {
	base := s.design.baseline()
	all := []Gain{}
	for i, arm := range s.design.Strategies {
		total, _ := moments(existing(s.values[i][metric.Named(metric.IncrementalProfit.Name)]))
		if i == base || math.IsNaN(total) {
			continue
		}
		g := Gain{Strategy: arm.Name, Baseline: s.design.Strategies[base].Name, Total: Maybe(total)}
		for k, m := range parts {
			mean, _ := moments(existing(s.values[i][metric.Named(m.Name)]))
			g.Parts = append(g.Parts, Mean{metric.PartNames[k].Name, Maybe(mean)})
		}
		all = append(all, g)
	}
	return all
}

// addDue takes in what is due to tables in a run.
func (s *Sample) addDue(strategy int, o *Outcome) {
	for k, tables := range s.design.Without {
		share, profit := math.NaN(), math.NaN()
		for _, t := range o.Twins {
			if t.Without == tables {
				share, profit = t.ShareDue(), float64(t.Profit[0]-t.Profit[1])/100
			}
		}
		d := &s.due[strategy][k]
		d[0], d[1] = append(d[0], share), append(d[1], profit)
	}
}

func (s *Sample) dues() []Due {
	all := []Due{}
	for k, tables := range s.design.Without {
		for i, arm := range s.design.Strategies {
			d := s.due[i][k]
			due := Due{
				Strategy: arm.Name, Without: tables,
				Share:  estimate(d[0], metric.Ratio, s.design.luckOf("customers due to "+tables)),
				Profit: estimate(d[1], metric.Mean, s.design.luckOf("profit due to "+tables)),
			}
			if due.Profit.N > 0 {
				all = append(all, due)
			}
		}
	}
	return all
}

// named are the parts of a gain as they are read aloud.
var named = [...]string{
	"customers who would not have come", "customers lost", "customers who come sooner", "customers who stay longer", "customers who buy more often",
	"add-ons", "discounts and prices", "gifts", "programmes",
}

// minor is the share of the largest part below which parts are added up as the
// rest.
const minor = 0.02

// GainSentence says where the winner's profit beyond the baseline comes from,
// the largest parts first; nothing if there is nothing to say.
func (a *Answer) GainSentence() string {
	at := slices.IndexFunc(a.Gains, func(g Gain) bool { return g.Strategy == a.Winner })
	if at < 0 || a.Gains[at].Total == 0 {
		return ""
	}
	g := a.Gains[at]
	var order []int
	var most, rest float64
	for _, p := range g.Parts {
		most = max(most, math.Abs(float64(p.Mean)))
	}
	for k, p := range g.Parts {
		if math.Abs(float64(p.Mean)) >= minor*most {
			order = append(order, k)
		} else {
			rest += float64(p.Mean)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int {
		return cmp.Compare(math.Abs(float64(g.Parts[j].Mean)), math.Abs(float64(g.Parts[i].Mean)))
	})
	var terms []string
	for _, k := range order {
		terms = append(terms, named[k]+" "+Money(float64(g.Parts[k].Mean), a.Currency))
	}
	if rest != 0 {
		terms = append(terms, "the rest "+Money(rest, a.Currency))
	}
	beyond := "beyond"
	if g.Total < 0 {
		beyond = "short of"
	}
	return fmt.Sprintf("Profit of %s %s %s, %s on average: %s.", g.Strategy, beyond, g.Baseline, Money(math.Abs(float64(g.Total)), a.Currency), strings.Join(terms, ", "))
}

// Sentence says what would be without a table.
func (d *Due) Sentence(currency string) string {
	fewer, less := "fewer", "less"
	if d.Share.Mean < 0 {
		fewer = "more"
	}
	if d.Profit.Mean < 0 {
		less = "more"
	}
	return fmt.Sprintf("Without %s, %s would win %s %s customers and earn %s %s.", d.Without, d.Strategy,
		percent(math.Abs(d.Share.Mean)/100), fewer, Money(math.Abs(d.Profit.Mean), currency), less)
}
