package verify

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Row is one want of a rung, as --json prints it.
type Row struct {
	ID         string   `json:"id"` // of the rung, and what was read if it is one of several
	Statement  string   `json:"statement"`
	Source     string   `json:"source"`
	Parameters string   `json:"parameters"`
	Test       Test     `json:"test"`
	Expected   float64  `json:"expected"`
	Got        *float64 `json:"got"` // null if it is no number
	Tolerance  float64  `json:"tolerance"`
	N          int      `json:"n"`
	Verdict    string   `json:"verdict"`          // pass or fail
	Defect     string   `json:"defect,omitempty"` // the mutant of the rung, …
	Seen       bool     `json:"defect_seen"`      // … and whether the rung fails with it
	Sharp      bool     `json:"sharp"`            // whether what is wanted would be refused if it were 5 % off
	Error      string   `json:"error,omitempty"`
}

// Rows lists what came out, want by want.
func Rows(results []*Result) []Row {
	rows := []Row{}
	for _, r := range results {
		for k := range max(len(r.Verdicts), 1) {
			row := Row{
				ID: r.ID, Statement: r.Statement, Source: r.Source, Parameters: r.Parameters(), Test: r.Test,
				Verdict: "fail", Defect: r.Defect, Seen: r.Seen,
			}
			if r.Err != nil {
				row.Error = r.Err.Error()
			}
			if k < len(r.Verdicts) {
				v := r.Verdicts[k]
				if len(r.Verdicts) > 1 {
					row.ID += ": " + r.Want[k].label(r.Rung)
				}
				row.Expected, row.Tolerance, row.N, row.Sharp = v.Expected, v.Tolerance, v.N, v.Sharp
				if !math.IsNaN(v.Got) && !math.IsInf(v.Got, 0) {
					row.Got = &v.Got
				}
				if v.Pass && r.Err == nil {
					row.Verdict = "pass"
				}
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// Unsound counts the rungs that do not hold, or hold with their defect too.
func Unsound(results []*Result) (n int) {
	for _, r := range results {
		if !r.Sound() {
			n++
		}
	}
	return n
}

// Named returns the rungs whose name begins with something.
func Named(all []Rung, prefix string) (some []Rung) {
	for _, r := range all {
		if strings.HasPrefix(r.ID, prefix) {
			some = append(some, r)
		}
	}
	return some
}

// Table writes what came out in lines of text.
func Table(results []*Result) string {
	var b strings.Builder
	wants := 0
	for _, r := range results {
		mark := "pass"
		if !r.Sound() {
			mark = "FAIL"
		}
		fmt.Fprintf(&b, "%s  %s: %s\n      %s; %s\n", mark, r.ID, r.Statement, r.Parameters(), r.Source)
		if r.Err != nil {
			fmt.Fprintf(&b, "      could not be run: %v\n", r.Err)
		}
		for k, v := range r.Verdicts {
			fmt.Fprintf(&b, "      %s: %s\n", r.Want[k].label(r.Rung), v.sentence(r.Test))
			wants++
		}
		if r.Defect != "" {
			seen := "seen" + r.far()
			if !r.Seen {
				seen = "NOT seen"
			}
			fmt.Fprintf(&b, "      defect %s: %s\n", r.Defect, seen)
		}
	}
	fmt.Fprintf(&b, "\n%s, %s: ", many(len(results), "rung"), many(wants, "number"))
	if n := Unsound(results); n > 0 {
		fmt.Fprintf(&b, "%d do not hold\n", n)
	} else {
		b.WriteString("all hold, and fail with their small defects\n")
	}
	return b.String()
}

// far says by how much a mutant is off, where that is told in tolerances.
func (r *Result) far() string {
	if r.Test == Order || math.IsNaN(r.By) || r.By > 1e3 {
		return ""
	}
	return fmt.Sprintf(" (%s tolerances off)", strconv.FormatFloat(r.By, 'g', 2, 64))
}

// sentence says what was wanted and what came.
func (v Verdict) sentence(t Test) string {
	switch t {
	case Order:
		return fmt.Sprintf("t = %s, want above %s (n = %d)", digits(v.Got), digits(v.Expected), v.N)
	case ChiSquared:
		return fmt.Sprintf("chi-squared %s, want at most %s (n = %d)", digits(v.Got), digits(v.Tolerance), v.N)
	case KS:
		return fmt.Sprintf("distance %s, want at most %s (n = %d)", digits(v.Got), digits(v.Tolerance), v.N)
	case Exact:
		return fmt.Sprintf("%s, want %s", digits(v.Got), digits(v.Expected))
	}
	return fmt.Sprintf("%s, want %s ± %s (n = %d)", digits(v.Got), digits(v.Expected), strconv.FormatFloat(v.Tolerance, 'g', 2, 64), v.N)
}

// digits writes a number with six digits.
func digits(x float64) string { return strconv.FormatFloat(x, 'g', 6, 64) }

// Page writes the ladder as a page in Markdown. Rungs that were not climbed
// now keep the rows that they have on the page before.
func Page(all []Rung, results []*Result, before string) string {
	rows := rowsOf(before)
	for _, r := range results {
		rows[r.ID] = r.lines()
	}
	var table strings.Builder
	table.WriteString("| Rung | Statement | Source | Run as | Test | Wanted | Got | Tolerance | n | Verdict | Small defect |\n|---|---|---|---|---|---|---|---|---|---|---|\n")
	numbers, climbed, failed := 0, 0, 0
	for _, r := range all {
		lines := rows[r.ID]
		table.WriteString(lines)
		if lines == "" {
			continue
		}
		climbed++
		numbers += strings.Count(lines, "\n")
		if strings.Contains(lines, "**") {
			failed++
		}
	}
	holds := "all hold."
	if failed > 0 {
		holds = fmt.Sprintf("%d do not hold.", failed)
	}
	return fmt.Sprintf("%s\n%s\n%s\n## The rungs\n\n%s, %s: %s\n\n%s", opening, statementTable(all), defectsTried(),
		many(climbed, "rung"), many(numbers, "number"), holds, &table)
}

// rowsOf takes a page apart into the rows of each rung.
func rowsOf(page string) map[string]string {
	rows := map[string]string{}
	id := ""
	for line := range strings.Lines(page) {
		cells := strings.SplitN(line, "|", 3)
		if len(cells) < 3 || strings.Count(line, " | ") < 8 {
			continue
		}
		if first := strings.TrimSpace(cells[1]); first != "" {
			id = first
		}
		rows[id] += line
	}
	return rows
}

// lines are the rows of a rung on the page.
func (r *Result) lines() string {
	var b strings.Builder
	cell := func(s string) string { return strings.ReplaceAll(s, "|", `\|`) }
	for k, v := range r.Verdicts {
		head := [4]string{r.ID, r.Statement, r.Source, "`" + r.Parameters() + "`"}
		defect := ""
		if r.Defect != "" {
			defect = "`" + r.Defect + "`: **not seen**"
			if r.Seen {
				defect = "`" + r.Defect + "`: seen"
			}
		}
		if k > 0 {
			head, defect = [4]string{}, ""
		}
		verdict := "pass"
		if !v.Pass {
			verdict = "**fail**"
		}
		tolerance := strconv.FormatFloat(v.Tolerance, 'g', 2, 64)
		wanted := digits(v.Expected)
		switch r.Test {
		case ChiSquared, KS:
			wanted, tolerance = r.Want[k].Law, digits(v.Tolerance)
			if wanted == "" {
				wanted = "the law"
			}
		case Order:
			wanted, tolerance = "t above 4", "–"
		}
		what := r.Want[k].label(r.Rung)
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s: %s | %s | %s | %d | %s | %s |\n", head[0], cell(head[1]), cell(head[2]), cell(head[3]), r.Test,
			cell(what), cell(wanted), digits(v.Got), tolerance, v.N, verdict, cell(defect))
	}
	return b.String()
}

// opening says what the page shows.
const opening = `# Validation: what comes out as it must

<!-- Generated by the ladder itself: go test ./verify -run Ladder -update, with -full for all rungs -->

Every row is a number that theory or an independent computation gives, and what
Grapevine gives for it. Rungs are data (` + "`verify/rungs/*.toml`" + `), and their
scenarios ordinary ones (` + "`grapevine list classics`" + `): nothing in the engine knows
of them. ` + "`grapevine verify`" + ` climbs those that take less than a minute together,
` + "`grapevine verify --full`" + ` all of them, ` + "`--only NAME`" + ` some. ` + "`--json`" + ` is for programs.

How a sample is held to what is wanted:

| Test | Rule |
|---|---|
| EXACT | a function, or a statistic that is given with its own tolerance: relative error at most 1e-9, or as stated |
| Z | mean of R independent replicates: at most 4.5 standard errors off, a false alarm in 150,000 |
| ZN | the wanted value is that of an infinite market: a small allowance c/N more |
| CHI2 | counts against their law, cells of 5 expected and more: p above 1e-4; *Got* is chi-squared, *Tolerance* its largest value |
| KS | times against their law: sup of the distance at most √(ln(2e4)/2n) (Dvoretzky, Kiefer & Wolfowitz) |
| ORD | paired differences under the same luck: one-sided t above 4 |

Seeds are fixed, so every number is the same on any machine. Every rung has a *small
defect* with which it must fail, for a test without power is no evidence: a setting or
what is wanted 5 % off at most, a count one off, or a rule that is broken and named.
The command says by how many tolerances it is then off. Tolerances were set before
the engine was run.

## What is held to what
`

// digits3 writes a number with three digits.
func digits3(x float64) string { return strconv.FormatFloat(x, 'g', 3, 64) }

// many writes a number of things.
func many(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
