package scenarios_test

import (
	"fmt"
	"strings"
	"testing"

	"grapevine/scenarios"
	"grapevine/sim/experiment"
	"grapevine/sim/metric"
)

// concepts are rows of docs/coverage.md that no test of a single mechanism
// shows: the keys of a strategy before and after, and what must rise, or fall,
// with a minus before the name.
var concepts = []struct {
	row, before, after string
	moves              []string
}{
	{"A6 a brand-centric ecosystem: hosts and platform are the brand's, and so is the bill",
		`community.mode = "organic"`, `community.mode = "sponsored"`, []string{"members", "cost"}},
	{"A14 transactional, within the community",
		`community = {}, commerce.proof = 0`, `community = {}, commerce.proof = 40`, []string{"customers_won"}},
	{"A14 emotional: moved customers speak",
		`emotion.gain = 0`, `emotion.gain = 3`, []string{"mentions"}},
	{"A22 repeat business",
		`rates.buy.customer = 0.06`, `rates.buy.customer = 0.12`, []string{"repeat_share", "revenue_repeat"}},
	{"A23 new audiences, by what customers show to others",
		`sharing.posts = 0`, `sharing.posts = 1`, []string{"reach", "shares"}},
	{"A24 rapid awareness",
		`talk.persuasion.friends = 0.03`, `talk.persuasion.friends = 0.2`, []string{"awareness"}},
	{"A24 rapid awareness, in time",
		`advertising.rate = 0.004`, `advertising.rate = 0.02`, []string{"-t16_aware"}},
	{"B14 feedback within omnichannel",
		`use = "omnichannel", feedback.listen = 0`, `use = "omnichannel", feedback.listen = 1`, []string{"nps"}},
	{"D4 outlets: word of mouth",
		`talk.persuasion.friends = 0`, `talk.persuasion.friends = 0.1`, []string{"customers_won"}},
	{"D4 outlets: social media",
		`sharing = { posts = 1, view = 0 }`, `sharing = { posts = 1, view = 0.5 }`, []string{"awareness"}},
	{"D4 outlets: personal recommendations",
		`referral.rate = 0`, `referral.rate = 0.3`, []string{"invitations", "customers_won"}},
	{"D12 growth that goes on when spending has stopped",
		`service = false, advertising.until = 26, talk.persuasion.friends = 0.05`, `service = false, advertising.until = 26, talk.persuasion.friends = 0.4`, []string{"growth_after_spend"}},
	{"D15 how satisfaction influences advocacy",
		`product.quality = 0.5`, `product.quality = 0.9`, []string{"nps", "advocates", "-detractors"}},
	{"E8 benefit to the customer: a lower price",
		`product = { price = 40, usual_price = 40 }`, `product = { price = 30, usual_price = 40 }`, []string{"customer_surplus", "sales"}},
	{"E15 distanced from the customers: the bond fades without contact",
		`attitudes.bond_decay = 0.005`, `attitudes.bond_decay = 0.1`, []string{"-advocates"}},
}

// One key changed, one column read: it moves by more than luck does (4 standard
// errors of the mean difference, replicate by replicate).
func TestConceptsAreShown(t *testing.T) {
	text := strings.Builder{}
	text.WriteString(strings.Replace(plainMarket, "3_000", "1_500", 1))
	for k, c := range concepts {
		fmt.Fprintf(&text, "\t{ name = \"%d before\", %s },\n\t{ name = \"%[1]d after\", %[3]s },\n", k, c.before, c.after)
	}
	s, err := scenarios.LoadBytes("concepts.toml", []byte(text.String()+"]"), nil)
	if err != nil {
		t.Fatal(err)
	}
	d := experiment.Design{Seed: 1, Replicates: 8}
	for _, y := range s.Strategies {
		d.Strategies = append(d.Strategies, experiment.Arm{Name: y.Name, Plan: y.Plan})
	}
	differences := map[string][]float64{} // by row and metric
	for r, err := range experiment.Run(t.Context(), d, nil) {
		if err != nil {
			t.Fatal(err)
		}
		for i, c := range concepts {
			for k, m := range metric.Kinds {
				after, before := r.Outcomes[2*i+2].Metrics[k], r.Outcomes[2*i+1].Metrics[k]
				differences[c.row+m.Name] = append(differences[c.row+m.Name], after-before)
			}
		}
	}
	for _, c := range concepts {
		for _, want := range c.moves {
			name, down := strings.CutPrefix(want, "-")
			z := score(differences[c.row+name])
			if down {
				z = -z
			}
			if !(z > 4) {
				t.Errorf("%s: %s has moved by %.1f standard errors, want more than 4", c.row, want, z)
			}
		}
	}
}
