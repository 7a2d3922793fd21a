package main

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"grapevine/plots/report"
	"grapevine/scenarios"
	"grapevine/sim/experiment"
	"grapevine/sim/metric"
)

// printed is what --json prints.
type printed struct {
	Version int                `json:"version"`
	Title   string             `json:"title"`
	Answer  *experiment.Answer `json:"answer"`
	Say     string             `json:"sentence"`
	Badge   string             `json:"badge"`
	Seed    int64              `json:"seed"`
	Weeks   int                `json:"weeks"`
	Hash    string             `json:"scenario_sha256"`
	Results string             `json:"results"`
}

// print writes the comparison of the strategies.
func (r *runCommand) print(t *terminal, s *scenarios.Scenario, a *experiment.Answer, sentences []string, dir string) error {
	if r.JSON {
		return t.printJSON(printed{1, s.Title, a, a.Sentence(), s.Badge(), s.Seed, s.Weeks, s.Hash(), dir})
	}
	if r.Quiet {
		_, err := fmt.Fprintln(t.out, a.Sentence())
		return err
	}
	w := &strings.Builder{}
	fmt.Fprintf(w, "%s\n", titleOf(s))
	if s.Question != "" {
		fmt.Fprintf(w, "%s\n", s.Question)
	}
	fmt.Fprintf(w, "\n%s\n%s\n\n", s.Badge(), scale(s, a))
	show(w, standings(a))
	if g := further(a); g != nil {
		fmt.Fprintln(w)
		show(w, g)
	}
	fmt.Fprintln(w)
	for _, line := range sentences {
		fmt.Fprintln(w, line)
	}
	if a.Stop != nil {
		fmt.Fprintln(w, a.Stop)
	}
	fmt.Fprintf(w, "\nresults: %s\n", dir)
	if r.Report {
		fmt.Fprintf(w, "report: %s   (open it in a browser, and print: two pages)\n", filepath.Join(dir, "report.html"))
	}
	fmt.Fprintf(w, "next: %s\n", r.next(s, a))
	_, err := io.WriteString(t.out, w.String())
	return err
}

// answered is the answer as it is kept beside the tables.
func (r *runCommand) answered(s *scenarios.Scenario, a *experiment.Answer, dir string) report.Answer {
	return report.Answer{
		Title: titleOf(s), Question: s.Question, Badge: s.Badge(), Runs: scale(s, a), Winner: a.Winner, Decisive: a.Decisive,
		Sentences: sentences(s, a, dir), Standings: standings(a), Further: further(a), Set: r.Set,
	}
}

// titleOf is what a scenario is called in what is printed.
func titleOf(s *scenarios.Scenario) string { return cmp.Or(s.Title, s.Name) }

// scale says how much was run.
func scale(s *scenarios.Scenario, a *experiment.Answer) string {
	return fmt.Sprintf("%s, seed %d, %d weeks, %s customers", runs(a), s.Seed, s.Weeks, thousands(s.Customers))
}

// sentences says the answer, and what there is to add to it.
func sentences(s *scenarios.Scenario, a *experiment.Answer, dir string) []string {
	lines := []string{a.Sentence()}
	for _, p := range a.Earlier {
		lines = append(lines, a.StandpointSentence(p))
	}
	for _, c := range a.Climbs {
		lines = append(lines, a.ClimbSentence(c))
	}
	for _, y := range a.Synergies {
		lines = append(lines, a.SynergySentence(y))
	}
	if line := a.GainSentence(); line != "" {
		lines = append(lines, line)
	}
	for _, d := range a.Dues {
		lines = append(lines, d.Sentence(a.Currency))
	}
	var names []string
	for _, st := range s.Strategies {
		names = append(names, st.Name)
	}
	for _, line := range []string{leaders(dir, names), overBudget(dir, s, a.Winner)} {
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

func runs(a *experiment.Answer) string {
	switch {
	case a.Replicates == 1:
		return "1 run of each strategy"
	case len(a.Strategies) == 1:
		return fmt.Sprintf("%d runs", a.Replicates)
	}
	return fmt.Sprintf("%d paired runs of each strategy", a.Replicates)
}

// next is the command to try after this one.
func (r *runCommand) next(s *scenarios.Scenario, a *experiment.Answer) string {
	switch {
	case len(a.Failed) == a.Replicates*len(a.Strategies):
		return "mend the scenario, then run it again; failed.csv in the results has every fault"
	case a.Objective.Metric == "":
		return "add [objective] with maximise = \"profit\", and run again"
	case a.Replicates < 30:
		return fmt.Sprintf("%s --replicates %d", r.again(), max(100, 4*a.Replicates))
	case !a.Decisive && len(a.Strategies) > 1 && r.UntilCI != "":
		return "more runs hardly help: ask what must be true for one to win, as with --set talk.persuasion.friends=0.1"
	case !a.Decisive && len(a.Strategies) > 1:
		return r.again() + " --until-ci 1%"
	case s.Question != "" && !strings.HasSuffix(r.File, ".toml"):
		return fmt.Sprintf("grapevine new %s > mine.toml   (change what you know better, then: grapevine run mine.toml)", r.File)
	}
	return fmt.Sprintf("%s --seed %d   (does the answer hold under other luck?)", r.again(), s.Seed+1)
}

// again is the command with the keys that were set for it.
func (r *runCommand) again() string {
	command := "grapevine run " + r.File
	for _, set := range r.Set {
		if strings.ContainsAny(set, " \"'{}[]") {
			set = "'" + set + "'"
		}
		command += " --set " + set
	}
	return command
}

// standings is a header and a line a strategy.
func standings(a *experiment.Answer) report.Grid {
	objective := a.Objective.Metric
	other := objective != "" && objective != metric.Profit.Name
	head := []string{"strategy"}
	if other {
		head = append(head, objective+", 90 % interval") // what it counts in is in its name
	}
	rows := report.Grid{append(head, "profit, 90 % interval", "P(best)", "loss if wrong", "break-even", "NPS")}
	for _, s := range a.Strategies {
		row := []string{s.Name}
		if other {
			row = append(row, interval(s.Value, func(x float64) string { return bare(a, x) }))
		}
		row = append(row, interval(s.Profit, func(x float64) string { return experiment.Money(x, a.Currency) }))
		if len(a.Strategies) > 1 && objective != "" {
			row = append(row, chance(float64(s.PBest)), loss(a, s))
		} else {
			row = append(row, "–", "–")
		}
		rows = append(rows, append(row, breakEven(s), rounded(s.NPS.Mean)))
	}
	return rows
}

// further is a header and a line a strategy with the responses that the
// objective asks for beside its own, or nothing.
func further(a *experiment.Answer) report.Grid {
	if len(a.Also) == 0 {
		return nil
	}
	head := []string{"strategy"}
	for _, c := range a.Also {
		name := c.Metric
		if c.Unit == "%" {
			name += ", %"
		}
		head = append(head, name)
	}
	rows := report.Grid{head}
	for i, s := range a.Strategies {
		row := []string{s.Name}
		for _, c := range a.Also {
			row = append(row, c.Write(c.Values[i], a.Currency))
		}
		rows = append(rows, row)
	}
	return rows
}

// show writes a table with its numbers to the right.
func show(w io.Writer, g report.Grid) {
	t := bareTable(w)
	for k, line := range g {
		row := make(table.Row, len(line))
		for i, cell := range line {
			row[i] = cell
		}
		if k == 0 {
			t.AppendHeader(row)
		} else {
			t.AppendRow(row)
		}
	}
	numbers(t, len(g[0]))
	t.Render()
}

// bareTable returns an empty table without lines around it.
func bareTable(w io.Writer) table.Writer {
	t := table.NewWriter()
	t.SetOutputMirror(w)
	t.SetStyle(table.StyleDefault)
	t.Style().Options = table.OptionsNoBordersAndSeparators
	t.Style().Format.Header = text.FormatDefault
	t.Style().Box.PaddingLeft = ""
	t.Style().Box.PaddingRight = "   "
	return t
}

// numbers puts all columns but the first to the right.
func numbers(t table.Writer, columns int) {
	var right []table.ColumnConfig
	for k := 2; k <= columns; k++ {
		right = append(right, table.ColumnConfig{Number: k, Align: text.AlignRight, AlignHeader: text.AlignRight})
	}
	t.SetColumnConfigs(right)
}

// bare writes a value of the objective; its unit only where that is a sign.
func bare(a *experiment.Answer, x float64) string {
	amount, _, _ := strings.Cut(a.Amount(x), " ")
	return amount
}

// loss writes what choosing a strategy loses on average, if it is known.
func loss(a *experiment.Answer, s experiment.Standing) string {
	if !s.Loss.Exists() {
		return "–"
	}
	return a.Amount(float64(s.Loss))
}

// interval writes a mean and its interval.
func interval(e experiment.Estimate, write func(float64) string) string {
	if e.N == 0 || math.IsNaN(e.Mean) {
		return "–"
	}
	if math.IsNaN(e.Low) {
		return write(e.Mean)
	}
	return fmt.Sprintf("%s [%s, %s]", write(e.Mean), write(e.Low), write(e.High))
}

// chance writes a probability in whole percent, but never 0 or 100 for what is
// only nearly so.
func chance(p float64) string {
	switch {
	case math.IsNaN(p):
		return "–"
	case p > 0 && p < 0.005:
		return "< 1 %"
	case p > 0.995 && p < 1:
		return "> 99 %"
	}
	return fmt.Sprintf("%.0f %%", 100*p)
}

func breakEven(s experiment.Standing) string {
	paid := float64(s.PaidBack)
	switch week := float64(s.BreakEven); {
	case math.IsNaN(paid):
		return "–"
	case paid == 0:
		return "never"
	case math.IsNaN(week):
		return fmt.Sprintf("in %.0f %% of runs", 100*paid)
	case paid < 1:
		return fmt.Sprintf("wk %.0f (%.0f %% of runs)", week, 100*paid)
	default:
		return fmt.Sprintf("wk %.0f", week)
	}
}

func rounded(x float64) string {
	if math.IsNaN(x) {
		return "–"
	}
	return fmt.Sprintf("%.0f", x+0) // no negative zero
}

// thousands writes a number with its thousands apart.
func thousands(n int) string {
	digits := fmt.Sprint(n)
	for k := len(digits) - 3; k > 0; k -= 3 {
		digits = digits[:k] + "," + digits[k:]
	}
	return digits
}
