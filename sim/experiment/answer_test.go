package experiment

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"grapevine/sim/metric"
)

// Two names for one strategy: every paired difference is exactly 0.
func TestIdenticalStrategies(t *testing.T) {
	d := design(arm("one", 1000, 1), arm("same", 1000, 1))
	answer, tables := conduct(t, d)
	for row := range strings.Lines(tables["comparison.csv"]) {
		cells := strings.Split(strings.TrimSpace(row), ",")
		if cells[0] == "strategy" || cells[3] == "0" {
			continue
		}
		for _, c := range cells[4:8] {
			if c != "0" {
				t.Errorf("not 0: %s", row)
			}
		}
		if cells[8] != "1" && cells[8] != "" || cells[9] != "0.5" && cells[9] != "" {
			t.Errorf("correlation and p_better: %s", row)
		}
	}
	if s := answer.Sentence(); s != "No difference: one and same come out the same in all 12 paired runs." || answer.Decisive {
		t.Error(s)
	}
	for _, s := range answer.Strategies {
		if s.PBest != 0.5 || s.Loss != 0 {
			t.Errorf("%s: P(best) %v, loss %v", s.Name, s.PBest, s.Loss)
		}
	}
}

// The luck that strategies share cancels in their difference: its spread is
// that of their own luck, 10·√2, not 100·√2.
func TestPairing(t *testing.T) {
	d := design(arm("a", 1000, 1), arm("b", 1020, 2))
	d.Replicates = 400
	answer, _ := conduct(t, d)
	if sd := answer.Lead.SD; math.Abs(sd-ownSD*math.Sqrt2) > 4.5*ownSD*math.Sqrt2/math.Sqrt(800) {
		t.Errorf("spread of the difference %v, want %v", sd, ownSD*math.Sqrt2)
	}
	if answer.Winner != "b" || !answer.Decisive || answer.Lead.Correlation < 0.97 {
		t.Errorf("%+v", answer)
	}
	// b beats a in Φ(20/14.1) of replicates.
	if p := answer.Lead.PBetter; math.Abs(p-0.9214) > 4.5*math.Sqrt(0.0786*0.9214/400) {
		t.Errorf("b does better in %v", p)
	}
	d.Objective.Minimise = true
	answer, _ = conduct(t, d)
	if answer.Winner != "a" || answer.Lead.Mean < 0 || !answer.Decisive {
		t.Errorf("where less is better: %s leads by %v", answer.Winner, answer.Lead.Mean)
	}
}

// In a 2×2 with effects 30 and 50 and 20 more together, the synergy is 20.
func TestSynergy(t *testing.T) {
	d := design(
		arm("neither", 1000, 0), arm("community", 1030, 1, "always", "C"), arm("advocacy", 1050, 2, "A", "always"),
		arm("both", 1100, 3, "A", "always", "C"), arm("more", 1300, 4, "always", "X"),
	)
	d.Strategies[0].Blocks = []string{"always"}
	d.Replicates = 300
	answer, _ := conduct(t, d)
	if len(answer.Synergies) != 1 {
		t.Fatalf("synergies: %+v", answer.Synergies)
	}
	s := answer.Synergies[0]
	if s.A != "C" || s.B != "A" || math.Abs(s.Mean-20) > 4.5*2*ownSD/math.Sqrt(300) || math.Abs(s.SD-2*ownSD) > 4 {
		t.Errorf("synergy %+v, want 20 with a spread of 20", s)
	}
	if text := answer.SynergySentence(s); !strings.HasPrefix(text, "Synergy of C and A: €") || !strings.HasSuffix(text, "together they do more than the sum of each alone.") {
		t.Error(text)
	}
	d.Strategies[4].Blocks = []string{"always", "C"} // which of the two is C alone?
	if answer, _ = conduct(t, d); len(answer.Synergies) != 0 {
		t.Errorf("an unclear factorial: %+v", answer.Synergies)
	}
}

func TestSentences(t *testing.T) {
	estimate := func(mean, low, high float64) Difference {
		return Difference{Estimate: Estimate{N: 200, Mean: mean, SD: 1, Low: low, High: high}}
	}
	two := []Standing{{Name: "both", PBest: 0.7, Loss: 800}, {Name: "community commerce"}}
	money := Objective{Metric: "profit"}
	for _, c := range []struct {
		answer Answer
		want   string
	}{
		{Answer{Objective: money, Currency: "EUR", Strategies: two, Winner: "both", RunnerUp: "community commerce", Lead: estimate(31_200, 24_100, 38_300), Decisive: true},
			"Best bet: both, decisive (better than community commerce by €31k [24k, 38k], n = 200 paired runs)."},
		{Answer{Objective: money, Currency: "EUR", Strategies: two, Winner: "both", RunnerUp: "community commerce", Lead: estimate(1200, -300, 2700)},
			"Best bet: both, not decisive (better than community commerce by €1.2k [-0.3k, 2.7k], n = 200 paired runs); it is the best with a probability of 70 %, and choosing it costs €800 on average against the best."},
		{Answer{Objective: Objective{Metric: "nps"}, Strategies: two, Winner: "both", RunnerUp: "community commerce", Lead: estimate(4.25, 3, 5.5), Decisive: true},
			"Best bet: both, decisive (better than community commerce by 4.2 points [3.0, 5.5], n = 200 paired runs)."},
		{Answer{Strategies: two}, "No recommendation: the scenario has no [objective]; add one, or --set objective.maximise=profit."},
		{Answer{Objective: money, Currency: "CHF", Strategies: []Standing{{Name: "ads", Value: Estimate{N: 3, Mean: 1.5e6, Low: 1.4e6, High: 1.6e6}}}},
			"ads: profit of CHF 1.50M [1.40M, 1.60M], n = 3 runs; add a strategy to compare it with."},
	} {
		if got := c.answer.Sentence(); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

func TestMoney(t *testing.T) {
	for x, want := range map[float64]string{
		0: "€0", 0.001: "€0", -0.001: "€0", 3.5: "€3.50", 850: "€850", -850: "-€850", 999.7: "€1k",
		8400: "€8.4k", 31_249: "€31k", 999_600: "€1M", 12_300_000: "€12.3M", -2.5e9: "-€2.5G",
	} {
		if got := Money(x, "EUR"); got != want {
			t.Errorf("%v: %s, want %s", x, got, want)
		}
	}
}

// Never breaking even counts as later than any week.
func TestPayback(t *testing.T) {
	s := NewSample(design(arm("a", 1, 0)))
	for k, week := range []float64{10, 20, math.NaN(), 30, math.NaN()} {
		values := make([]float64, len(metric.Kinds))
		values[metric.Named("breakeven_week")] = week
		if !math.IsNaN(week) {
			values[metric.Named("paid_back")] = 100
		}
		s.Add(&Replicate{Number: k + 1, Outcomes: []*Outcome{{Metrics: values}}})
	}
	if week, share := s.payback(0); week != 30 || share != 0.6 {
		t.Errorf("breaks even in week %v in %v of runs, want 30 in 0.6", week, share)
	}
}

// What does not exist is null.
func TestAnswerInJSON(t *testing.T) {
	d := design(arm("a", 1000, 1), arm("b", 1020, 2))
	d.Replicates = 1
	d.Runner = unlucky(d.Seed, 1, d.Strategies[1].Plan, true)
	answer, _ := conduct(t, d)
	text, err := json.Marshal(answer)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"ci_low":null`, `"error":"the run broke down: index out of range"`, `"p_best":`, `"winner":"a"`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %s in %s", want, text)
		}
	}
}
