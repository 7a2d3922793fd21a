package scenarios_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"grapevine/scenarios"
	"grapevine/sim/experiment"
	"grapevine/sim/metric"
)

// plainMarket is a market without programmes, over which any block can be laid.
const plainMarket = `
customers = 3_000
step = "week"
advertising = { rate = 0.006, spend_per_week = 150 }
network.friends = { kind = "watts-strogatz", mean_degree = 8, rewire = 0.1 }
network.followers = { kind = "barabasi-albert", attach = 3, trust = 0.4, share = 0.3 }
talk.persuasion = { friends = 0.07, followers = 0.015 }
service = { response_weeks = 1 }
strategy = [
	{ name = "plain" },
`

// moves is what each block is for: the responses that it must raise, or lower,
// with a minus before the name.
var moves = map[string][]string{
	"brand-advocacy":      {"advocates", "wom_share", "pwom_nwom", "cost"},
	"community-commerce":  {"customers_won", "members", "cost"},
	"employee-advocacy":   {"mentions", "awareness", "cost"},
	"events":              {"mentions", "cost"},
	"influencers":         {"awareness", "cost"},
	"loyalty":             {"retention", "repeat_share", "cost"},
	"omnichannel":         {"sales", "repeat_share", "cost"},
	"organic-community":   {"members"}, // run by customers: the brand pays nothing
	"owned-audience":      {"interactions", "owned_audience", "cost"},
	"peer-selling":        {"mentions_paid", "customers_won", "cost"},
	"referral":            {"invitations", "customers_won", "cost"},
	"reviews":             {"reviews", "cost"},
	"service":             {"nps", "-detractors", "-churn", "cost"},
	"sponsored-community": {"members", "customers_won", "cost"},
	"social-media":        {"shares", "awareness", "cost"},
	"ugc":                 {"awareness", "customers_won", "cost"},
	"win-back":            {"revenue_regained", "cost"},
}

// Every block works in a plain market: it moves what it is for by more than
// luck does, replicate by replicate (4 standard errors of the mean difference).
func TestBlocksMoveWhatTheyAreFor(t *testing.T) {
	text := strings.Builder{}
	text.WriteString(plainMarket)
	for _, e := range scenarios.Strategies() {
		fmt.Fprintf(&text, "\t{ name = %q, use = %[1]q },\n", e.Name)
		if moves[e.Name] == nil {
			t.Errorf("%s: nothing is said about what it moves", e.Name)
		}
		if e.Description == "" {
			t.Errorf("%s: no title", e.Name)
		}
	}
	s, err := scenarios.LoadBytes("plain.toml", []byte(text.String()+"]"), nil)
	if err != nil {
		t.Fatal(err)
	}
	d := experiment.Design{Seed: 1, Replicates: 12}
	for _, y := range s.Strategies {
		d.Strategies = append(d.Strategies, experiment.Arm{Name: y.Name, Plan: y.Plan})
	}
	differences := map[string][]float64{} // by block and metric
	for r, err := range experiment.Run(t.Context(), d, nil) {
		if err != nil {
			t.Fatal(err)
		}
		for i, o := range r.Outcomes {
			for k, m := range metric.Kinds {
				id := d.Strategies[i].Name + " " + m.Name
				differences[id] = append(differences[id], o.Metrics[k]-r.Outcomes[0].Metrics[k])
			}
		}
	}
	for block, wanted := range moves {
		for _, want := range wanted {
			name, down := strings.CutPrefix(want, "-")
			z := score(differences[block+" "+name])
			if down {
				z = -z
			}
			if !(z > 4) {
				t.Errorf("%s: %s has moved by %.1f standard errors, want more than 4", block, want, z)
			}
		}
	}
	if z := score(differences["plain profit"]); z > 0 {
		t.Errorf("a market has moved beside itself by %g", z)
	}
}

// score is a mean in standard errors.
func score(xs []float64) float64 {
	n, sum, square := float64(len(xs)), 0.0, 0.0
	for _, x := range xs {
		sum += x
		square += x * x
	}
	if sum == 0 {
		return 0
	}
	return sum / n / math.Sqrt((square/n-sum*sum/n/n)/(n-1))
}
