package scenarios

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"grapevine/docs"
	"grapevine/sim/metric"
)

// ODD returns the description of the scenario in the form of the ODD protocol
// (Overview, Design concepts, Details: Grimm et al. 2020), as Markdown: what the
// page on the model says, of the parts that the scenario has, with the values it
// is run with and where each of them comes from.
func (s *Scenario) ODD() []byte {
	o := &odd{s: s}
	o.head()
	for _, part := range parts(docs.Model()) {
		if tables := part.tables(); len(tables) > 0 && !slices.ContainsFunc(tables, o.has) {
			continue // a part of the model that this scenario does without
		}
		o.part(part)
	}
	return []byte(o.String())
}

type odd struct {
	strings.Builder
	s *Scenario
}

func (o *odd) line(format string, args ...any) { fmt.Fprintf(o, format+"\n", args...) }

// part is a section of the page on the model.
type part struct {
	level, number, title, text string
}

var (
	headings   = regexp.MustCompile(`(?m)^(##|###) ([0-9.]+) (.+)$`)
	keysOfPage = regexp.MustCompile(`(?s)<!-- keys of ([a-z]+) -->\n.*?<!-- end of keys -->\n`)
	linksTo    = regexp.MustCompile(`\[([^\]]+)\]\([^)]*\)`)
)

// parts takes the page apart at its headings.
func parts(page string) []part {
	at := headings.FindAllStringSubmatchIndex(page, -1)
	var all []part
	for k, m := range at {
		end := len(page)
		if k+1 < len(at) {
			end = at[k+1][0]
		}
		all = append(all, part{page[m[2]:m[3]], page[m[4]:m[5]], page[m[6]:m[7]], strings.TrimSpace(page[m[1]:end])})
	}
	return all
}

// tables lists the tables of keys that a part shows, but for those that every
// scenario has.
func (p part) tables() []string {
	var all []string
	for _, m := range keysOfPage.FindAllStringSubmatch(p.text+"\n", -1) {
		if !slices.Contains([]string{"network", "rates", "attitudes", "hearing", "product"}, m[1]) {
			all = append(all, m[1])
		}
	}
	return all
}

// has reports whether some strategy has a table.
func (o *odd) has(table string) bool {
	return slices.ContainsFunc(o.s.Strategies, func(y Strategy) bool {
		return slices.ContainsFunc(y.design.sheets, func(s sheet) bool { return s.section.name == table })
	})
}

// head says what the scenario is for.
func (o *odd) head() {
	s := o.s
	title := s.Title
	if title == "" {
		title = s.Name
	}
	o.line("# ODD protocol: %s\n", title)
	o.line("This description follows the ODD protocol (Overview, Design concepts, Details: Grimm et")
	o.line("al. 2020, JASSS 23(2) 7). It is written by the program that runs the model, from the")
	used := s.Assumptions()
	o.line("scenario with SHA-256 `%s`.", s.Hash())
	o.line("%d of its %d values are defaults that nobody vouches for; they are marked illustrative.\n", used.Illustrative, used.Values)
	if s.Question != "" {
		o.line("**Question.** %s\n", s.Question)
	}
	if m := s.Objective.Metric(); m != "" {
		k := metric.Named(m)
		direction := map[bool]string{true: "maximised", false: "minimised"}[s.Objective.Maximise != ""]
		o.line("**Judged by.** `%s`, %s, in week %d: %s\n", m, direction, s.Objective.Horizon, metric.Kinds[k].Doc)
	}
	o.line("**Compared.**\n")
	for _, y := range s.Strategies {
		about := y.About
		if about == "" && len(y.Blocks) > 0 {
			about = "uses " + strings.Join(y.Blocks, " and ") + "."
		}
		if about == "" {
			about = "the market as it is described."
		}
		o.line("- **%s**: %s", y.Name, about)
	}
	n, of := s.Replicates, ""
	if s.Sweep != nil {
		if of = " a point"; s.Sweep.Replicates > 0 {
			n = s.Sweep.Replicates
		}
	}
	runs := fmt.Sprintf("%d replicates", n)
	if n == 1 {
		runs = "one replicate"
	}
	o.line("\n**Scales here.** %d customers, %d weeks in steps of %s, %s%s with the same luck for all\nstrategies, master seed %d, scheme %s.\n", s.Customers, s.Weeks, stepWords(s.Step), runs, of, s.Seed, s.Scheme)
	o.design()
}

// design says what a sweep varies, and how.
func (o *odd) design() {
	sweep := o.s.Sweep
	if sweep == nil {
		return
	}
	size := ""
	if sweep.Points > 0 {
		size = fmt.Sprintf(", %d points", sweep.Points)
	}
	o.line("**Design.** A sweep, `%s`%s; replicate *k* has the same luck at every point. It varies:\n", sweep.Design, size)
	for _, f := range sweep.Vary {
		span := fmt.Sprintf("from %g to %g", f.Range.Min, f.Range.Max)
		switch {
		case f.Values != nil:
			span = strings.Join(f.Values, ", ")
		case f.Range.Law != "" && f.Range.Law != "uniform":
			span += ", " + f.Range.Law
		}
		o.line("- `%s`: %s", f.Key, span)
	}
	o.line("")
}

func stepWords(s Step) string {
	if word, ok := s.spelling().(string); ok {
		return "a " + word
	}
	return fmt.Sprintf("%.4g weeks", float64(s))
}

// part writes a section, its tables of keys filled with this scenario's values.
func (o *odd) part(p part) {
	o.line("%s %s %s\n", p.level, p.number, p.title)
	text := keysOfPage.ReplaceAllStringFunc(p.text+"\n", func(of string) string {
		return o.values(keysOfPage.FindStringSubmatch(of)[1])
	})
	o.line("%s\n", strings.TrimSpace(linksTo.ReplaceAllString(text, "$1")))
}

// values lists what a table's keys are set to, in the market and where a
// strategy differs.
func (o *odd) values(table string) string {
	var b strings.Builder
	seen := map[string]string{}
	write := func(of string, sheets []sheet) {
		for _, sh := range sheets {
			if sh.section.name != table {
				continue
			}
			var rows []string
			for _, k := range sh.keys {
				if k.value.Kind() == reflect.Pointer && k.value.IsNil() {
					continue // left to what it follows from
				}
				for _, p := range k.pieces() {
					value := literal(p.value)
					name := fmt.Sprintf("%s/%d/%s", sh.head, sh.nth, p.key)
					if before, ok := seen[name]; ok && before == value {
						continue
					}
					seen[name] = value
					from := p.comment(sh.section.model)
					if from == "" {
						from = "set by the scenario"
					}
					rows = append(rows, fmt.Sprintf("| `%s` | %s | %s | %s |", p.key, value, strings.TrimSuffix(p.Doc, "."), from))
				}
			}
			if len(rows) > 0 {
				fmt.Fprintf(&b, "\n`[%s]`%s\n\n| Key | Value | Meaning | Unit, and where the value comes from |\n|---|---|---|---|\n%s\n", sh.head, of, strings.Join(rows, "\n"))
			}
		}
	}
	write("", o.s.market.sheets)
	for _, y := range o.s.Strategies {
		write(fmt.Sprintf(" under **%s**", y.Name), y.design.sheets)
	}
	return b.String()
}
