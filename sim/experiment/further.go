package experiment

import "grapevine/sim/metric"

// Column is a further response that the reader of the answer is to see.
type Column struct {
	Metric string     `json:"metric"`
	Unit   string     `json:"unit"`
	Values []Estimate `json:"values"` // in the order of the strategies
}

// also summarises the responses that the objective asks for beside its own.
func (s *Sample) also() []Column {
	var all []Column
	for _, name := range s.design.Objective.Also {
		response := metric.Named(name)
		c := Column{Metric: name, Unit: metric.Kinds[response].Unit}
		for i := range s.design.Strategies {
			c.Values = append(c.Values, s.Estimate(i, response))
		}
		all = append(all, c)
	}
	return all
}

// Standpoint is who would be best if one had to judge in an earlier week.
type Standpoint struct {
	Week     int        `json:"week"`
	Winner   string     `json:"winner"`    // the best mean of the objective up to then; empty if there is none
	RunnerUp string     `json:"runner_up"` // the next
	Lead     Difference `json:"lead"`      // never negative
	Decisive bool       `json:"decisive"`  // as of the answer
	// Gain is by how much the winner is better than the baseline, if that is
	// neither the winner nor the runner-up.
	Gain *Difference `json:"gain,omitempty"`
}

// standpoints reads the objective in each of its further weeks.
func (s *Sample) standpoints() []Standpoint {
	response := s.design.Response()
	m, better := &metric.Kinds[response], s.better(response)
	var all []Standpoint
	for h, week := range s.design.Objective.Horizons {
		values := make([][]float64, len(s.design.Strategies))
		for i := range values {
			values[i] = s.earlier[i][h]
		}
		p := Standpoint{Week: week}
		if order := ranking(values, better < 0); len(order) > 1 {
			luck := s.design.luckOf("difference by horizon")
			a, b := order[0], order[1]
			p.Winner, p.RunnerUp = s.design.Strategies[a].Name, s.design.Strategies[b].Name
			gain := func(over int) Difference {
				d := compare(values[a], values[over], m, better, luck)
				if better < 0 {
					d.Estimate = compare(values[over], values[a], m, better, luck).Estimate
				}
				return d
			}
			p.Lead = gain(b)
			if base := s.design.baseline(); a != base && b != base {
				g := gain(base)
				p.Gain = &g
			}
			pBest, _ := newBets(s.design.luckOf("best by horizon")).place(values, better)
			p.Decisive = pBest[a] >= decisiveAt && p.Lead.Low > 0
		}
		all = append(all, p)
	}
	return all
}
