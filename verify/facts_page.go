package verify

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// FactRow is a fact as --json prints it.
type FactRow struct {
	ID         string   `json:"id"`
	Claim      string   `json:"claim"`
	Source     string   `json:"source"`
	Verdict    string   `json:"verdict"` // holds, sometimes or fails
	Effect     *float64 `json:"effect"`  // in the base market, of the weakest part of the claim
	T          *float64 `json:"t"`       // of it
	OffEffect  *float64 `json:"effect_without_cause"`
	OffT       *float64 `json:"t_without_cause"`
	Cause      string   `json:"cause"`
	Gone       bool     `json:"gone_without_cause"`
	Markets    int      `json:"markets"`
	Share      float64  `json:"share_of_markets"`
	Low        float64  `json:"share_low"` // 95 % interval
	High       float64  `json:"share_high"`
	Conditions string   `json:"conditions,omitempty"`
	Inside     float64  `json:"share_under_conditions,omitempty"`
}

// FactRows lists what was found.
func FactRows(all []*Finding) []FactRow {
	rows := []FactRow{}
	for _, f := range all {
		share, low, high := f.Share()
		row := FactRow{
			ID: f.ID, Claim: f.Claim, Source: f.Source, Verdict: f.Verdict(), Cause: f.OffSays, Gone: f.Gone(),
			Markets: len(f.There), Share: share, Low: low, High: high,
		}
		row.Effect, row.T = exists(f.Base.weakest())
		if f.Fact.Off != nil {
			row.OffEffect, row.OffT = exists(f.Off.weakest())
		}
		if f.Box != nil {
			row.Conditions, row.Inside = f.Box.Says, f.Box.Share
		}
		rows = append(rows, row)
	}
	return rows
}

// exists returns a mean and its t as they are printed, or nothing if either is
// not a number.
func exists(mean, t float64) (*float64, *float64) {
	if math.IsNaN(mean) || math.IsNaN(t) {
		return nil, nil
	}
	t = min(max(t, -999), 999) // differences without any spread
	return &mean, &t
}

// Changed lists the facts whose verdict is not the one on file, if there is one.
func Changed(all []*Finding) (some []string) {
	for _, f := range all {
		if f.Fact.Verdict != "" && f.Verdict() != f.Fact.Verdict {
			some = append(some, fmt.Sprintf("%s: %s, on file %q", f.ID, f.Verdict(), f.Fact.Verdict))
		}
	}
	return some
}

// FactTable writes what was found in lines of text.
func FactTable(all []*Finding) string {
	var b strings.Builder
	counts := map[string]int{}
	for _, f := range all {
		counts[f.Verdict()]++
		fmt.Fprintf(&b, "%-9s  %s: %s\n           %s\n           %s\n", f.Verdict(), f.ID, f.Claim, f.Source, f.sentence())
		if f.Box != nil {
			fmt.Fprintf(&b, "           %s\n", f.Box.sentence())
		}
	}
	fmt.Fprintf(&b, "\n%d claims: %d hold, %d hold sometimes, %d fail\n", len(all), counts[Holds], counts[Sometimes], counts[Fails])
	return b.String()
}

// sentence says in how many markets a claim is so, and how surely.
func (f *Finding) sentence() string {
	share, low, high := f.Share()
	mean, t := f.Base.weakest()
	s := fmt.Sprintf("so in %s of %d markets (%s to %s); in the base market %s",
		percent(share), len(f.There), percent(low), percent(high), effect(mean, t))
	if f.Fact.Off != nil {
		mean, t := f.Off.weakest()
		s += fmt.Sprintf("; %s %s", f.OffSays, effect(mean, t))
		if !f.Gone() {
			s += ", so that is not its cause"
		}
	}
	return s
}

func (b *Box) sentence() string {
	return fmt.Sprintf("most often where %s: in %s of %d such markets, in %s of the others", b.Says, percent(b.Share), b.Inside, percent(b.Outside))
}

func percent(x float64) string { return strconv.Itoa(int(math.Round(100*x))) + " %" }

// effect writes a part of a claim with its t. What is divided by nothing does
// not exist.
func effect(mean, t float64) string {
	if math.IsNaN(mean) {
		return "does not exist"
	}
	return fmt.Sprintf("%s (t = %s)", digits3(mean), tells(t))
}

// tells writes a t, of which more than two digits tell nothing.
func tells(t float64) string {
	switch {
	case math.IsNaN(t):
		return "–"
	case t >= 100:
		return "above 100"
	case t <= -100:
		return "below -100"
	}
	return strconv.FormatFloat(t, 'f', 1, 64)
}

// FactPage writes what was found as a page in Markdown. Facts that were not
// tried keep the line that they have on the page, by the verdict on file.
func FactPage(facts []Fact, found []*Finding, e Effort, was string) string {
	var b strings.Builder
	counts := map[string]int{}
	lines := map[string]string{} // by verdict
	all := 0
	for i := range facts {
		verdict, line := facts[i].Verdict, lineOf(was, facts[i].ID)
		for _, f := range found {
			if f.ID == facts[i].ID {
				verdict, line = f.Verdict(), f.row()
			}
		}
		if line != "" && verdict != "" {
			all++
			counts[verdict]++
			lines[verdict] += line
		}
	}
	fmt.Fprintf(&b, factOpening, e.Markets, e.Replicates, e.Base)
	fmt.Fprintf(&b, "\n%d claims were tried: **%d hold, %d hold sometimes, %d fail.**\n", all, counts[Holds], counts[Sometimes], counts[Fails])
	for _, part := range []struct{ verdict, title, about string }{
		{Holds, "Claims that hold", "So in 80 % of plausible markets and more, beyond doubt in the base market, and gone without their cause."},
		{Sometimes, "Claims that hold under conditions", "So in the base market or in many others, but not in 80 % of them, not beyond doubt in the base market, or not for the reason given. The conditions are those that tell the markets in which it is so best from the others."},
		{Fails, "Claims that fail here", "Neither in the base market nor in most others. That is said of this model, not of the world: it shows which assumption the claim needs that the model's defaults do not make."},
	} {
		if counts[part.verdict] == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n| Claim | Share of markets | Base market | Without its cause | Conditions and remarks |\n|---|---|---|---|---|\n", part.title, part.about)
		b.WriteString(lines[part.verdict])
	}
	if _, table, ok := strings.Cut(was, "\n## The plausible markets\n"); ok && len(found) < all {
		return b.String() + "\n## The plausible markets\n" + table
	}
	b.WriteString("\n## The plausible markets\n\nEvery market differs from the base market in all of these at once:\n\n| Key | What it is | From | To |\n|---|---|---|---|\n")
	seen := map[string]bool{}
	for _, f := range found {
		for _, r := range f.ranges {
			if id := f.Market + r.Key; !seen[id] {
				seen[id] = true
				from, _ := r.at(0)
				to, _ := r.at(1 - 1e-12)
				fmt.Fprintf(&b, "| `%s` | %s | %g | %g |\n", r.Key, r.Says, from, to)
			}
		}
	}
	return b.String()
}

// lineOf returns the line of a fact on a page, or nothing.
func lineOf(page, id string) string {
	_, rest, ok := strings.Cut(page, "\n| **"+id+"** ")
	if !ok {
		return ""
	}
	line, _, _ := strings.Cut(rest, "\n")
	return "| **" + id + "** " + line + "\n"
}

// row is the line of a fact on the page.
func (f *Finding) row() string {
	share, low, high := f.Share()
	var parts, offs []string
	for k := range f.Base.Mean {
		parts = append(parts, effect(f.Base.Mean[k], f.Base.T[k]))
	}
	without := "–"
	if f.Fact.Off != nil {
		for k := range f.Off.Mean {
			offs = append(offs, effect(f.Off.Mean[k], f.Off.T[k]))
		}
		without = f.OffSays + ": " + strings.Join(offs, "; ")
		if !f.Gone() {
			without += ". **Not its cause**"
		}
	}
	var remarks []string
	if f.Box != nil {
		remarks = append(remarks, "M"+f.Box.sentence()[1:]+".")
	}
	if f.Note != "" {
		remarks = append(remarks, f.Note)
	}
	if f.Explored {
		remarks = append(remarks, "*Settings chosen after exploratory runs.*")
	}
	return fmt.Sprintf("| **%s** %s *%s* | %s (%s to %s) | %s | %s | %s |\n", f.ID, f.Claim, f.Source, percent(share), percent(low), percent(high),
		strings.Join(parts, "; "), without, strings.Join(remarks, " "))
}

const factOpening = `# What holds of the claims about word of mouth

<!-- Generated by trying them: go test ./verify -run Facts -thorough -update -->

Articles and studies say what community commerce, brand advocacy, referral
programmes and the like do. Here each claim is tried in the model: the strategies
that it compares are run in the same market under the same luck, in the base market
(the flagship's, with 1,000 customers) and in %d plausible ones, which differ from it
in all the ways listed at the end of this page, %d paired runs in each. Nothing is
wired in: mechanisms only press on clocks, carry words, change attitudes and make
ties, and a claim comes out or does not.

In a market a claim is so if the mean of every part over its paired runs is above 0; a
curve has a hump if its best point between beats both ends, and rises if its end is
above its beginning and no step falls at t < -2. No single market has to be beyond
doubt: *share of markets* is that in which it is so, with its 95 %% interval, and a claim
holds if that share is 80 %% and more, t in the base market above 4, and the effect gone
without its cause. Where a remark says that settings were chosen after exploratory runs,
it is shown that there are markets in which the claim is so, and not that it had to come
out: those verdicts count for less. *Base market* is the size of the effect, in the unit of what is
read (customers, money, per cent or a ratio), with its t over %d paired runs. *Without
its cause* is the same with the responsible mechanism switched off: the effect must
be gone, or something else has made it. It is gone if one part of the claim at least
is no more above 0 at t > 4, has less than a tenth of its size left, or does not exist
any more, as what a message brings where no message brings anything.

` + "`grapevine verify --facts`" + ` tries them again; the claims are data, in
` + "`verify/facts/facts.toml`" + `, and so are the markets.
`
