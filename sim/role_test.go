package sim_test

import (
	"math"
	"testing"

	"grapevine/sim"
)

// welcoming takes whoever hears a plain word into the community; members visit
// it once a week on average.
type welcoming struct {
	joined, visited []float64 // weeks, by customer; NaN is never
}

func (welcoming) Check(*sim.Plan) []error { return nil }

func (w *welcoming) Enter(m *sim.Market) any {
	w.joined, w.visited = make([]float64, m.Plan.Customers), make([]float64, m.Plan.Customers)
	for i := range w.joined {
		w.joined[i], w.visited[i] = math.NaN(), math.NaN()
	}
	m.NewClock(sim.OwnClock{
		Name: "greet", Stages: []sim.Stage{sim.Unaware},
		Rate: func(i int32) float64 { return float64(1-i%2) * 0.5 },
		Strike: func(s *sim.Span, i int32, count uint32) {
			if count == 0 {
				s.Say(sim.Word{To: i + 1, From: i})
			}
		},
	})
	m.NewClock(sim.OwnClock{
		Name: "visit", Stages: []sim.Stage{sim.Unaware}, Who: sim.Member,
		Rate: func(int32) float64 { return 1 },
		Strike: func(s *sim.Span, i int32, count uint32) {
			if count == 0 {
				w.visited[i] = s.Now()
			}
		},
	})
	return w
}

// Heard implements sim.Hearer.
func (w *welcoming) Heard(s *sim.Span, word sim.Word) {
	s.SetRole(word.To, sim.Member, true)
	w.joined[word.To] = s.Now()
}

// Clocks that a role brings run from the moment it is given, also if it is by a
// word that moves nothing else: the first visit is a week after joining on
// average, and nobody who was looked at for the last time before is forgotten.
func TestClocksOfARoleRunFromTheWordThatGivesIt(t *testing.T) {
	const n, weeks = 4000, 60
	p := still(n, weeks, 1.0/7)
	w := &welcoming{}
	p.Mechanisms = []sim.Named{{Name: "welcoming", Mechanism: w}}
	run(t, p, 0)
	sum, visits := 0.0, 0.0
	for i, at := range w.joined {
		if math.IsNaN(at) || at > weeks-20 {
			continue
		}
		if math.IsNaN(w.visited[i]) {
			t.Fatalf("customer %d joined in week %.1f of %d and never visits", i, at, weeks)
		}
		sum += w.visited[i] - at
		visits++
	}
	// The wait is of the law Exp(1): its deviation is 1, too.
	if got := sum / visits; visits < n/2-100 || math.Abs(got-1) > 4.5/math.Sqrt(visits) {
		t.Errorf("first visit %.3f weeks after joining on average of %.0f, want 1 ± %.3f", got, visits, 4.5/math.Sqrt(visits))
	}
}
