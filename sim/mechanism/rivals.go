package mechanism

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"grapevine/sim"
)

// Rivals is another brand, with the mechanics of ours and a policy that never
// changes; [rivals.leader] and [rivals.niche] are two. A customer uses one
// brand or none. Who does not know a rival may notice its advertising or hear
// of it from its customers; who knows it comes to consider it by own need or a
// word, and then chooses among the brands known, as does whoever is about to
// buy ours (Choice). Its customers talk as ours do, by their satisfaction; they
// have less need to look at another brand; they leave as ours do, and its
// warmth, how personal it is, holds them as the bond holds ours. Where the
// journey has no stage in which brands are weighed, brands compete by who is
// first, and who has one stays: two brands in the model of Bass (Libai, Muller
// & Peres 2009). In such a market a programme gains customers a rival would
// have had, not only time (Libai, Muller & Peres 2013).
type Rivals struct {
	Dates
	Share   float64 `toml:"share" default:"0.3" range:"[0,1]" doc:"Share of the market that uses it at the start."`
	Known   float64 `toml:"known" default:"0.5" range:"[0,1]" doc:"Share of everybody else who know it at the start."`
	Price   float64 `toml:"price" unit:"money" default:"0" range:"[0,)" doc:"Its price of a usual basket; 0 is the price of ours, whatever that is."`
	Quality float64 `toml:"quality" default:"0.7" range:"[0,1]" doc:"Quality of its product and service as its customers meet it."`
	Warmth  float64 `toml:"warmth" default:"0.3" range:"[0,1]" doc:"How personal it is: the bond that its customers have with it."`
	Appeal  float64 `toml:"appeal" default:"0" range:"[-50,50]" doc:"What it is worth in a choice beyond price, quality and the rest, beside ours: a name, a habit of the trade."`
	Rate    float64 `toml:"advertising" unit:"1/week" default:"0.0006" range:"[0,)" source:"Sultan, Farley & Lehmann 1990: p = .03/year" doc:"Hazard of noticing it by its advertising."`
	Remind  float64 `toml:"remind" unit:"1/week" default:"0" range:"[0,)" doc:"Hazard with which those who know it, and do not use it, come to consider it by its advertising."`
	Spend   float64 `toml:"spend_per_week" unit:"money" default:"0" range:"[0,)" doc:"What it spends on that: its share of voice."`
	Need    float64 `toml:"need" default:"1" range:"[0,)" doc:"How often those who know it come to consider it by themselves, relative to ours (rates.consider)."`
	Talk    float64 `toml:"talk" default:"1" range:"[0,)" doc:"Conversations of its customers about it, relative to those of ours who feel the same."`
	Leave   float64 `toml:"leave" unit:"1/week" default:"0.01" range:"[0,)" doc:"Its customers leave it for nothing, at no satisfaction and no warmth."`
}

// Check implements sim.Mechanism. What concerns all rivals is said by the
// first.
func (r *Rivals) Check(p *sim.Plan) []error {
	faults := r.check()
	if r.From > 0 && r.Share > 0 {
		faults = append(faults, fmt.Errorf("share = %g: want 0, for a rival that comes in week %g has no customers at the start", r.Share, r.From))
	}
	if r.Price > 0 && p.Product.Price == 0 {
		faults = append(faults, fmt.Errorf("price = %g cannot be held against product.price = 0: want a price for both, or for none", r.Price))
	}
	all := rivalsOf(p)
	if len(all) == 0 || all[0].Rivals != r {
		return faults
	}
	sum := 0.0
	for _, b := range all {
		sum += b.Share
	}
	if sum > 1+1e-9 {
		faults = append(faults, fmt.Errorf("share: the shares of all rivals add up to %.6g, want at most 1", sum))
	}
	if len(all) > mostRivals {
		faults = append(faults, fmt.Errorf("there are %d rivals: want at most %d", len(all), mostRivals))
	}
	for _, n := range p.Mechanisms {
		if t, ok := n.Mechanism.(*Talk); ok && t.Kernel == "once" {
			faults = append(faults, errors.New(`the customers of rivals talk again and again: want kernel = "conversation" in [talk]`))
		}
	}
	return faults
}

// mostRivals is how many there is room for.
const mostRivals = 16

// rival is a rival with its name.
type rival struct {
	*Rivals
	name string
}

// rivalsOf lists the rivals of a plan, by name.
func rivalsOf(p *sim.Plan) (all []rival) {
	for _, n := range p.Mechanisms {
		if r, ok := n.Mechanism.(*Rivals); ok {
			_, name, _ := strings.Cut(n.Name, ".")
			if name == "" {
				name = "rival"
			}
			all = append(all, rival{r, strings.Trim(name, `"`)})
		}
	}
	return all
}

// Tallies implements sim.Tallier.
func (r *Rivals) Tallies() []sim.Tally {
	return []sim.Tally{
		{Name: "rival_users", Stock: true, Doc: "customers of all rivals; those of one are in a column users_<name>"},
		{Name: "rival_sales", Doc: "units sold by all rivals: first purchases and switches as they happen, repeat purchases in the mean (rates.buy.customer)"},
		{Name: "rival_mentions", Doc: "words about rivals, good and bad; those that do nothing are counted in the mean"},
		{Name: "rival_spend", Doc: "what all rivals spend on advertising, in the currency"},
		{Name: "switched_in", Doc: "customers who came to the brand from a rival"},
		{Name: "switched_out", Doc: "customers who left the brand for a rival"},
	}
}

// Enter implements sim.Mechanism. The first rival brings all of them in.
func (r *Rivals) Enter(m *sim.Market) any {
	all := rivalsOf(m.Plan)
	if all[0].Rivals != r {
		return nil
	}
	all = slices.DeleteFunc(all, func(b rival) bool { return b.never(m.Plan) })
	if len(all) == 0 {
		return nil
	}
	k := newRivalry(m, r.Tallies())
	for _, b := range all {
		k.add(b)
	}
	k.open()
	return k
}
