package metric

import "math"

// What a strategy does beyond its twin: the strategy that others are compared
// with, in the same replicate, with the same customers and the same luck. They
// are 0 for that strategy itself, and do not exist without a second one.
var (
	IncrementalProfit = Metric{Name: "incremental_profit", Unit: "money", Better: 1, Doc: "Profit beyond that of the baseline in the same replicate; its parts are in decomposition.csv.",
		Of: func(r *Run) float64 { return r.beyond(func(t *Twins) float64 { return currency(t.Total().Amount) }) }}
	IncrementalROI = Metric{Name: "incremental_roi", Unit: "ratio", Better: 1, Kind: Ratio, Doc: "Profit beyond that of the baseline per unit of cost beyond that of the baseline. Does not exist unless it costs more.",
		Of: func(r *Run) float64 {
			return r.beyond(func(t *Twins) float64 {
				if t.Parts[Costs].Amount >= 0 {
					return math.NaN()
				}
				return float64(t.Total().Amount) / float64(-t.Parts[Costs].Amount)
			})
		}}
	IncrementalWeek = Metric{Name: "incremental_week", Unit: "weeks", Better: -1, Doc: "Incremental payback: first week from which cumulative profit stays at or above that of the baseline up to the horizon; 0 if it was never below. Does not exist if that never comes.",
		Of: func(r *Run) float64 { return r.beyond(func(t *Twins) float64 { return t.Ahead }) }}
	CustomersGained = Metric{Name: "customers_gained", Unit: "customers", Better: 1, Doc: "Customers who buy and would not have bought under the baseline.",
		Of: func(r *Run) float64 {
			return r.beyond(func(t *Twins) float64 { return float64(t.Parts[Expansion].Count) })
		}}
	CustomersLost = Metric{Name: "customers_lost", Unit: "customers", Better: -1, Doc: "Customers who do not buy and would have bought under the baseline.",
		Of: func(r *Run) float64 { return r.beyond(func(t *Twins) float64 { return float64(t.Parts[Loss].Count) }) }}

	GainExpansion    = gain("gain_expansion", Expansion, "Expansion: margin of customers who buy and would not have bought under the baseline (Libai, Muller & Peres 2013).")
	GainLoss         = gain("gain_loss", Loss, "Loss, negative: margin of customers who would have bought under the baseline and do not buy.")
	GainAcceleration = gain("gain_acceleration", Acceleration, "Acceleration: margin of customers of both in the time by which they came sooner than under the baseline, less that by which others came later (Libai, Muller & Peres 2013). What sooner money is worth by itself is in present_value of decomposition.csv.")
	GainRetention    = gain("gain_retention", Keeping, "Margin of purchases made while the same customer would have left, at the same age as a customer.")
	GainRepeat       = gain("gain_repeat", Repeat, "Margin of purchases more, while the same customer would have been one too, at the same age as a customer.")
	GainCrossSell    = gain("gain_cross_sell", CrossSell, "Margin of add-ons beyond those of the baseline, of customers of both, at the same age.")
	GainTerms        = gain("gain_terms", Terms, "Margin gained, or by discounts lost, on purchases that would have been made anyway.")
	GainGifts        = gain("gain_gifts", Gifts, "Goods given away beyond those of the baseline, negative.")
	GainCost         = gain("gain_cost", Costs, "Cost of programmes beyond those of the baseline, negative. With the other gains it adds up to incremental_profit.")
)

func gain(name string, part int, doc string) Metric {
	return Metric{Name: name, Unit: "money", Better: 1, Doc: doc,
		Of: func(r *Run) float64 {
			return r.beyond(func(t *Twins) float64 { return currency(t.Parts[part].Amount) })
		}}
}

// beyond reads the comparison with the baseline.
func (r *Run) beyond(of func(*Twins) float64) float64 {
	if r.Baseline == nil {
		return math.NaN()
	}
	return of(r.Baseline)
}

// What would be without a table: only if a twin without it was asked for.
var (
	WOMCounterfactual = Metric{Name: "wom_share_counterfactual", Unit: "%", Better: 0, Kind: Ratio, Doc: "Share of customers won by the horizon who would not have been won without talk: from a twin run without [talk]. Beside wom_share, which says who pressed how much on the purchases that happened: both are true, and they differ, since others step in where talk falls silent. Exists with twins.without = [\"talk\"].",
		Of: func(r *Run) float64 {
			t := r.Without["talk"]
			if t == nil {
				return math.NaN()
			}
			return t.ShareDue()
		}}
	CRV = Metric{Name: "crv", Unit: "money", Better: 1, Kind: Ratio, Doc: "Customer referral value: net present value that the referral programme adds, per customer won, from a twin run without [referral]: who would have come anyway counts only for coming sooner (after Kumar, Petersen & Leone 2010). Exists with twins.without = [\"referral\"].",
		Of: func(r *Run) float64 {
			t := r.Without["referral"]
			if t == nil {
				return math.NaN()
			}
			return ratio(t.NPV[0]-t.NPV[1], t.Won[0])
		}}
)

// overtakes returns the first week from which the cumulative profit of a run
// stays at or above that of its twin.
func overtakes(with, without *Run) float64 {
	var lead int64
	first := 0
	for week := range with.end() + 1 {
		lead += bookOf(with.Trace, week).profit() - bookOf(without.Trace, week).profit()
		if lead < 0 {
			first = week + 1
		}
	}
	if first > with.end() {
		return math.NaN()
	}
	return float64(first)
}
