package experiment

import (
	"math"
	"slices"
	"sort"

	"grapevine/sim/metric"
)

// Answer is what a design has found, in short.
type Answer struct {
	Replicates int        `json:"replicates"`
	Objective  Objective  `json:"objective"`
	Baseline   string     `json:"baseline"`
	Currency   string     `json:"currency"`
	Strategies []Standing `json:"strategies"` // in the order of the design
	Synergies  []Synergy  `json:"synergies"`
	Gains      []Gain     `json:"gains"` // what strategies earn beyond the baseline, part by part
	Dues       []Due      `json:"dues"`  // what is due to tables, with Design.Without
	Failed     []Failure  `json:"failed"`
	Stop       *Stop      `json:"stop,omitempty"` // with UntilCI

	// Winner is the strategy with the best mean of the objective, RunnerUp the
	// next; empty if there is no objective, or none to choose from.
	Winner   string `json:"winner"`
	RunnerUp string `json:"runner_up"`
	// Lead is by how much the winner is better, replicate by replicate: it is
	// never negative, also if less is better.
	Lead Difference `json:"lead"`
	// Decisive is when the winner has the best mean with a probability of 95 %
	// or more, and the 90 % interval of its lead over the runner-up excludes 0.
	Decisive bool `json:"decisive"`

	Also    []Column     `json:"also,omitempty"`    // further responses, if the objective asks for some
	Earlier []Standpoint `json:"earlier,omitempty"` // who is best by other weeks, if it asks for some
	Climbs  []Climb      `json:"climbs,omitempty"`  // along strategies that differ in one size only
}

// Standing is one strategy's part of the answer.
type Standing struct {
	Name     string   `json:"name"`
	Value    Estimate `json:"value"` // of the objective; of profit, without one
	Profit   Estimate `json:"profit"`
	NPS      Estimate `json:"nps"`
	PBest    Maybe    `json:"p_best"`        // probability of having the best true mean of the objective
	Loss     Maybe    `json:"expected_loss"` // what choosing it loses on average against the best
	PaidBack Maybe    `json:"paid_back"`     // share of runs that break even by the horizon, 0 … 1
	// BreakEven is the median week of breaking even, a run that never does
	// counted as later than any; it does not exist if half or more never do.
	BreakEven Maybe `json:"breakeven_week"`
}

// decisiveAt is the probability of being best from which an answer is decisive.
const decisiveAt = 0.95

// Answer says what the sample amounts to.
func (s *Sample) Answer() *Answer {
	d := &s.design
	a := &Answer{
		Replicates: s.n, Objective: d.Objective, Baseline: d.Strategies[d.baseline()].Name, Currency: d.Currency,
		Failed: s.failed, Stop: s.stop, Synergies: s.synergies(), Also: s.also(),
		Gains: s.gains(), Dues: s.dues(),
	}
	response := d.Response()
	better := s.better(response)
	pBest, loss := s.bets.place(s.of(response), better)
	for i, arm := range d.Strategies {
		st := Standing{
			Name:  arm.Name,
			Value: s.Estimate(i, response), Profit: s.Estimate(i, metric.Named(metric.Profit.Name)), NPS: s.Estimate(i, metric.Named(metric.NPS.Name)),
			PBest: Maybe(pBest[i]), Loss: Maybe(loss[i]),
		}
		st.BreakEven, st.PaidBack = s.payback(i)
		a.Strategies = append(a.Strategies, st)
	}
	if d.Objective.Metric != "" {
		s.choose(a, response, better)
		a.Earlier, a.Climbs = s.standpoints(), s.climbs()
	}
	return a
}

// choose names the winner.
func (s *Sample) choose(a *Answer, response, better int) {
	order := ranking(s.of(response), better < 0)
	if len(order) == 0 || len(a.Strategies) == 1 {
		return
	}
	first := order[0]
	a.Winner = a.Strategies[first].Name
	if len(order) == 1 {
		return
	}
	a.RunnerUp = a.Strategies[order[1]].Name
	a.Lead = s.Compare(first, order[1], response)
	if better < 0 {
		a.Lead.Estimate = s.Compare(order[1], first, response).Estimate
	}
	a.Decisive = float64(a.Strategies[first].PBest) >= decisiveAt && a.Lead.Low > 0
}

// ranking returns the strategies that have values, the best mean first; of
// equal ones the earlier.
func ranking(values [][]float64, minimise bool) []int {
	var order []int
	means := make([]float64, len(values))
	for i, xs := range values {
		if means[i], _ = moments(existing(xs)); !math.IsNaN(means[i]) {
			order = append(order, i)
		}
	}
	sort.SliceStable(order, func(i, j int) bool {
		if minimise {
			return means[order[i]] < means[order[j]]
		}
		return means[order[i]] > means[order[j]]
	})
	return order
}

// payback returns the median week of breaking even and the share of runs that
// do.
func (s *Sample) payback(strategy int) (week, share Maybe) {
	weeks := s.values[strategy][metric.Named(metric.BreakEvenWeek.Name)]
	var all []float64
	for r, paid := range s.values[strategy][metric.Named(metric.PaidBack.Name)] {
		switch {
		case math.IsNaN(paid): // the run failed
		case paid == 0:
			all = append(all, math.Inf(1))
		default:
			all = append(all, weeks[r])
		}
	}
	if len(all) == 0 {
		return Maybe(math.NaN()), Maybe(math.NaN())
	}
	slices.Sort(all)
	never := 0
	for _, w := range all {
		if math.IsInf(w, 1) {
			never++
		}
	}
	share = Maybe(1 - float64(never)/float64(len(all)))
	if math.IsInf(all[len(all)/2], 1) {
		return Maybe(math.NaN()), share
	}
	return Maybe(quantile(all, 0.5)), share
}
