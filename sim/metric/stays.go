package metric

import (
	"math"

	"grapevine/sim"
)

// How long people stay: in a stage, from when they enter it until they leave it
// in whichever direction, and as present customers, from becoming one until
// lapsing. Stays that last when the run is measured are cut off there, which
// the estimate of Kaplan & Meier (Journal of the American Statistical
// Association 53, 1958) takes into account. Lengths are in whole weeks.
var (
	WeeksUnaware     = sojourn("unaware", "unaware", sim.Unaware)
	WeeksAware       = sojourn("aware", "aware", sim.Aware)
	WeeksConsidering = sojourn("considering", "considering", sim.Considering)
	WeeksCustomer    = sojourn("customer", "an ordinary customer", sim.Customer)
	WeeksLoyal       = sojourn("loyal", "loyal", sim.Loyal)
	WeeksAdvocate    = sojourn("advocate", "an advocate", sim.Advocate)
	WeeksPresent     = Metric{Name: "weeks_present", Unit: "weeks", Better: 1, Kind: Ratio, Doc: "Mean weeks as a present customer, from becoming one to leaving: the area under the survival curve of Kaplan & Meier (1958), up to the longest time that was observed.",
		Of: func(r *Run) float64 { return meanStay(r.staying()) }}
	Survival26 = survival("survival_26", "half a year", 26)
	Survival52 = survival("survival_52", "a year", 52)
	Retained13 = retained("retained_13", "a quarter of a year", func(n *sim.Notes) (int64, int64) { return n.Kept13, n.Were13 })
	Retained52 = retained("retained_52", "a year", func(n *sim.Notes) (int64, int64) { return n.Kept52, n.Were52 })
)

func sojourn(name, as string, stage sim.Stage) Metric {
	return Metric{
		Name: "weeks_" + name, Unit: "weeks", Better: 0, Kind: Ratio,
		Doc: "Mean weeks of a stay as " + as + ", until it ends in whichever direction: the area under the survival curve of Kaplan & Meier (1958), up to the longest time that was observed.",
		Of:  func(r *Run) float64 { return MeanStay(r.stays(int(stage))) },
	}
}

func survival(name, after string, week int) Metric {
	return Metric{
		Name: name, Unit: "%", Better: 1, Kind: Ratio,
		Doc: "Share of customers who have not left " + after + " after they became one, by the survival curve of Kaplan & Meier (1958); the whole curve is in survival.csv. Does not exist if nobody was seen that long.",
		Of: func(r *Run) float64 {
			for _, s := range r.staying() {
				if s.Week == week && s.AtRisk > 0 {
					return 100 * s.Left
				}
			}
			return math.NaN()
		},
	}
}

func retained(name, before string, of func(*sim.Notes) (kept, were int64)) Metric {
	return Metric{
		Name: name, Unit: "%", Better: 1, Kind: Ratio,
		Doc: "Share of the customers present " + before + " before the horizon who have not left since.",
		Of: func(r *Run) float64 {
			n := r.notes()
			if n == nil {
				return math.NaN()
			}
			kept, were := of(n)
			return percent(float64(kept), float64(were))
		},
	}
}

// stays returns the stays in a stage, by its index; the last, -1, are those as
// a present customer.
func (r *Run) stays(stage int) sim.Stays {
	n := r.notes()
	if n == nil {
		return sim.Stays{}
	}
	if stage < 0 {
		stage += len(n.Stays)
	}
	return n.Stays[stage]
}

// Surviving is a week of a survival curve.
type Surviving struct {
	Week   int     // of the stay, from its start; 0 is the start
	AtRisk int     // stays seen from the start of the week to its end, or to their own
	Ended  int     // of those, ended in the week
	Left   float64 // share that lasts beyond the week, by Kaplan & Meier
}

// Survival returns the curve of Kaplan & Meier (1958) of some stays, from week
// 0, when all last, to the last week that a stay was seen in.
func Survival(y sim.Stays) []Surviving {
	weeks := max(len(y.Ended), len(y.Cut))
	risk := 0
	for _, n := range y.Ended {
		risk += n
	}
	for _, n := range y.Cut {
		risk += n
	}
	if risk == 0 {
		return nil
	}
	curve := make([]Surviving, 1, weeks)
	curve[0] = Surviving{AtRisk: risk, Left: 1}
	left := 1.0
	for week := 1; week < weeks && risk > 0; week++ {
		ended, cut := 0, 0
		if week < len(y.Ended) {
			ended = y.Ended[week]
		}
		if week < len(y.Cut) {
			cut = y.Cut[week]
		}
		left *= 1 - float64(ended)/float64(risk)
		curve = append(curve, Surviving{week, risk, ended, left})
		risk -= ended + cut
	}
	return curve
}

// MeanStay returns the area under the survival curve of some stays, in weeks,
// between whose ends it is taken to be straight: their mean length, as far as
// it was observed.
func MeanStay(y sim.Stays) float64 { return meanStay(Survival(y)) }

func meanStay(curve []Surviving) float64 {
	if len(curve) == 0 {
		return math.NaN()
	}
	var area float64
	for k := 1; k < len(curve); k++ {
		area += (curve[k-1].Left + curve[k].Left) / 2
	}
	return area
}
