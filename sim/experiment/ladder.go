package experiment

// Ladder is a row of strategies that differ in the size of one thing only.
type Ladder struct {
	Key   string // what differs, as "referral.reward_sender"
	Rungs []Rung // by size
}

// Rung is one strategy of a ladder.
type Rung struct {
	Strategy int     // index among the design's strategies
	At       float64 // the size
}

// Climb is what the objective does along a ladder.
type Climb struct {
	Key   string `json:"key"`
	Steps []Step `json:"steps"` // by size
	Best  int    `json:"best"`  // index of the best mean among the steps
	// Beside is the baseline if it is no step of the ladder, else empty.
	Beside string `json:"beside"`
}

// Step is a strategy of a ladder with its objective.
type Step struct {
	Strategy string   `json:"strategy"`
	At       float64  `json:"at"`
	Value    Estimate `json:"value"`
	// Short is by how much it is worse than the best step, replicate by
	// replicate; it is never negative.
	Short Estimate `json:"short"`
	// Ahead is by how much it is better than the baseline, replicate by
	// replicate; negative if it is worse. Of the baseline itself it is 0.
	Ahead Estimate `json:"ahead"`
}

// Same reports whether the runs cannot tell the step from the best one.
func (s Step) Same() bool { return !(s.Short.Low > 0) }

// climbs says how the objective goes along each ladder of the design.
func (s *Sample) climbs() []Climb {
	response := s.design.Response()
	better := s.better(response)
	if better == 0 {
		better = 1
	}
	gain := func(a, b int) Estimate {
		if better < 0 {
			a, b = b, a
		}
		return s.Compare(a, b, response).Estimate
	}
	base := s.design.baseline()
	var all []Climb
	for _, l := range s.design.Ladders {
		c := Climb{Key: l.Key, Beside: s.design.Strategies[base].Name}
		for k, r := range l.Rungs {
			step := Step{Strategy: s.design.Strategies[r.Strategy].Name, At: r.At, Value: s.Estimate(r.Strategy, response), Ahead: gain(r.Strategy, base)}
			c.Steps = append(c.Steps, step)
			if r.Strategy == base {
				c.Beside = ""
			}
			if best := c.Steps[c.Best].Value.Mean; best != best || float64(better)*(step.Value.Mean-best) > 0 {
				c.Best = k
			}
		}
		for k, r := range l.Rungs {
			c.Steps[k].Short = gain(l.Rungs[c.Best].Strategy, r.Strategy)
		}
		all = append(all, c)
	}
	return all
}
