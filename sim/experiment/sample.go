package experiment

import (
	"math"

	"grapevine/sim/metric"
)

// Sample holds the responses of all runs so far: eight bytes a response and
// run, which is all that grows in memory with the number of replicates.
type Sample struct {
	design  Design
	values  [][][]float64    // by strategy, response and replicate; not-a-number where the run failed or it does not exist
	earlier [][][]float64    // of the objective, by strategy, horizon and replicate
	due     [][][2][]float64 // by strategy, table taken away, and then customers (%) and profit due to it, by replicate
	failed  []Failure
	n       int
	stop    *Stop
	bets    *bets
}

// Failure is a run that failed.
type Failure struct {
	Strategy  string
	Replicate int
	Err       error
}

// NewSample returns an empty sample of a design's runs.
func NewSample(d Design) *Sample {
	s := &Sample{design: d.filled(), values: make([][][]float64, len(d.Strategies)), earlier: make([][][]float64, len(d.Strategies))}
	s.bets = newBets(s.design.luckOf("best"))
	s.due = make([][][2][]float64, len(d.Strategies))
	for i := range s.values {
		s.values[i] = make([][]float64, len(metric.Kinds))
		s.earlier[i] = make([][]float64, len(d.Objective.Horizons))
		s.due[i] = make([][2][]float64, len(d.Without))
	}
	return s
}

// Reset empties the sample for the runs of another design of the same
// strategies, as at the next point of a sweep.
func (s *Sample) Reset() {
	s.n, s.stop, s.failed = 0, nil, nil
	for i := range s.values {
		for m := range s.values[i] {
			s.values[i][m] = s.values[i][m][:0]
		}
		for h := range s.earlier[i] {
			s.earlier[i][h] = s.earlier[i][h][:0]
		}
	}
}

// Add takes in a replicate.
func (s *Sample) Add(r *Replicate) {
	s.n++
	s.stop = r.Stop
	for i, o := range r.Outcomes {
		if o.Err != nil {
			s.failed = append(s.failed, Failure{s.design.Strategies[i].Name, r.Number, o.Err})
		}
		s.addDue(i, o)
		for m := range metric.Kinds {
			x := math.NaN()
			if o.Err == nil {
				x = o.Metrics[m]
			}
			s.values[i][m] = append(s.values[i][m], x)
		}
		for h := range s.earlier[i] {
			x := math.NaN()
			if o.Err == nil {
				x = o.Earlier[h]
			}
			s.earlier[i][h] = append(s.earlier[i][h], x)
		}
	}
}

// Estimate summarises a response of a strategy, both by index.
func (s *Sample) Estimate(strategy, response int) Estimate {
	m := &metric.Kinds[response]
	return estimate(s.values[strategy][response], m.Kind, s.design.luckOf(m.Name))
}

// Compare compares a response of two strategies, a less b.
func (s *Sample) Compare(a, b, response int) Difference {
	m := &metric.Kinds[response]
	return compare(s.values[a][response], s.values[b][response], m, s.better(response), s.design.luckOf("difference of "+m.Name))
}

// better returns +1 if more of a response is better, -1 if less is. What the
// objective says comes first.
func (s *Sample) better(response int) int {
	m := &metric.Kinds[response]
	switch {
	case m.Name != s.design.Objective.Metric:
		return m.Better
	case s.design.Objective.Minimise:
		return -1
	}
	return 1
}

// of returns the values of a response by strategy and replicate.
func (s *Sample) of(response int) [][]float64 {
	values := make([][]float64, len(s.values))
	for i := range values {
		values[i] = s.values[i][response]
	}
	return values
}
