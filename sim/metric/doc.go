package metric

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"grapevine/sim"
)

// WriteDoc writes the page on what a results folder holds, in Markdown: every
// table, every column, every response. The tallies are those of the mechanisms
// there are.
func WriteDoc(to io.Writer, tallies []sim.Tally) error {
	w := bufio.NewWriter(to)
	w.WriteString(opening)
	for _, t := range tables {
		fmt.Fprintf(w, "\n## %s\n%s\n\n", t.name, t.about)
		heading(w, "Column", "Meaning")
		for _, c := range t.columns {
			row(w, "`"+c[0]+"`", c[1])
		}
		switch t.name {
		case "runs.csv":
			row(w, "…", "one column a metric: see [Metrics](#metrics)")
		case "series.csv":
			writeWeekly(w, tallies)
		}
	}
	writeResponses(w)
	return w.Flush()
}

func writeWeekly(w *bufio.Writer, tallies []sim.Tally) {
	for _, c := range everywhere {
		row(w, "`"+c.Name+"`", plain(c.Doc)+" ("+c.Unit+")")
	}
	for _, c := range amounts {
		row(w, "`"+c.Name+"`", plain(c.Doc)+" ("+c.Unit+")")
	}
	for _, t := range tallies {
		kind := "in the week"
		if t.Stock {
			kind = "at the week's end"
		}
		row(w, "`"+t.Name+"`", plain(t.Doc)+", "+kind)
	}
}

func writeResponses(w *bufio.Writer) {
	w.WriteString("\n## Metrics\nThe columns of `runs.csv` and the rows of `summary.csv` and `comparison.csv`. They are measured up to the objective's horizon, unless they say that they are of the whole run. *Interval* is the kind of `ci_low` and `ci_high`; *Better* is which way counts as better.\n\n")
	heading(w, "Metric", "Unit", "Better", "Interval", "Meaning")
	for _, m := range Kinds {
		better := [...]string{"less", "–", "more"}[m.Better+1]
		row(w, "`"+m.Name+"`", m.Unit, better, m.Kind.String(), m.Doc)
	}
}

// plain makes a sentence the text of a cell: without capital and full stop.
func plain(sentence string) string {
	first, size := utf8.DecodeRuneInString(sentence)
	return string(unicode.ToLower(first)) + strings.TrimSuffix(sentence[size:], ".")
}

func heading(w *bufio.Writer, cells ...string) {
	row(w, cells...)
	w.WriteString(strings.Repeat("|---", len(cells)) + "|\n")
}

func row(w *bufio.Writer, cells ...string) {
	for i := range cells {
		cells[i] = strings.ReplaceAll(cells[i], "|", `\|`)
	}
	w.WriteString("| " + strings.Join(cells, " | ") + " |\n")
}
