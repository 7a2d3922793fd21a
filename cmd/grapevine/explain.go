package main

import (
	"fmt"
	"io"
	"strings"

	"grapevine/docs"
	"grapevine/scenarios"
)

// explainCommand says what a key means.
type explainCommand struct {
	Key string `arg:"" help:"Key, table, metric, preset, block for strategies, a table of results and its columns, or a word of the answer, as persuasion, talk.persuasion, community, runs.csv, n_loyal or 'loss if wrong'."`
}

// Run carries the command out.
func (e *explainCommand) Run(t *terminal) error {
	text, err := scenarios.Explain(e.Key)
	if results := explainResults(e.Key); results != "" {
		text, err = strings.TrimPrefix(text+"\n"+results, "\n"), nil
	}
	if said := explainWord(e.Key); said != "" {
		text, err = strings.TrimPrefix(text+"\n"+said, "\n"), nil
	}
	if err != nil {
		return exit{exitUsage, err}
	}
	_, err = fmt.Fprint(t.out, text)
	return err
}

// explainResults says what the manual says of a table of results or of a
// column: of all tables that have one of that name, or of the one that is named,
// as in series.csv.sales. It is empty if there is none.
func explainResults(key string) string {
	var b strings.Builder
	var meanings []string
	tables := map[string][]string{} // by meaning
	for _, t := range docs.Tables() {
		if key == t.Name || key+".csv" == t.Name {
			explainTable(&b, t)
		}
		column, named := strings.CutPrefix(key, t.Name+".")
		for _, c := range t.Columns {
			if c.Means(column) && (named || column == key) {
				if tables[c.About] == nil {
					meanings = append(meanings, c.About)
				}
				tables[c.About] = append(tables[c.About], t.Name)
			}
		}
	}
	if len(meanings) > 0 {
		fmt.Fprintln(&b, key)
	}
	for _, m := range meanings {
		fmt.Fprintf(&b, "  column    of %s: %s\n", strings.Join(tables[m], ", "), m)
	}
	return b.String()
}

func explainTable(w io.Writer, t docs.Table) {
	fmt.Fprintf(w, "%s\n  %s\n", t.Name, t.About)
	wide := 0
	for _, c := range t.Columns {
		wide = max(wide, min(24, len(c.Name)))
	}
	for _, c := range t.Columns {
		fmt.Fprintf(w, "    %-*s  %s\n", wide, c.Name, c.About)
	}
}
