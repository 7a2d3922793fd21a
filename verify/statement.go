package verify

import (
	"embed"
	"fmt"
	"slices"
	"strings"
)

// Statement is something that must come out, and what holds the product to it.
type Statement struct {
	Of   string   `toml:"of"`   // what must come out, in Markdown
	By   []string `toml:"by"`   // beginnings of the names of rungs
	Also string   `toml:"also"` // what else holds it, in Markdown
}

//go:embed statements.toml defects.md
var pages embed.FS

// Statements lists what must come out, in the order of the ladder.
func Statements() []Statement {
	var of struct {
		Statement []Statement `toml:"statement"`
	}
	if err := read(pages, "statements.toml", &of); err != nil {
		panic(fmt.Sprintf("verify: %v", err)) // it is shipped
	}
	return of.Statement
}

// holders counts the rungs that hold a statement.
func (s *Statement) holders(all []Rung) (n int) {
	for i := range all {
		if slices.ContainsFunc(s.By, func(begin string) bool { return strings.HasPrefix(all[i].ID, begin) }) {
			n++
		}
	}
	return n
}

// statementTable writes as a table which rungs hold which statement.
func statementTable(all []Rung) string {
	var b strings.Builder
	b.WriteString("| What must come out | Rungs | And |\n|---|---|---|\n")
	for _, s := range Statements() {
		rungs := ""
		if len(s.By) > 0 {
			rungs = fmt.Sprintf("`%s`: %d", strings.Join(s.By, "`, `"), s.holders(all))
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", s.Of, rungs, s.Also)
	}
	return b.String()
}

// defectsTried tells which defects were put into a copy of the engine, and what
// saw them.
func defectsTried() string {
	text, err := pages.ReadFile("defects.md")
	if err != nil {
		panic(fmt.Sprintf("verify: %v", err)) // it is shipped
	}
	return string(text)
}
