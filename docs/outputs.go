package docs

import (
	_ "embed"
	"regexp"
	"strings"
)

// outputs is the page on results, docs/outputs.md.
//
//go:embed outputs.md
var outputs string

// Table is a file of a results folder, as the manual has it.
type Table struct {
	Name    string // "runs.csv"
	About   string
	Columns []Column
}

// Column is a column of a table.
type Column struct{ Name, About string }

// Tables returns the files of a results folder in the order of the manual.
func Tables() (all []Table) {
	for _, section := range strings.Split(outputs, "\n## ")[1:] {
		name, text, _ := strings.Cut(section, "\n")
		if !strings.HasSuffix(name, ".csv") {
			continue
		}
		about, rows, _ := strings.Cut(text, "\n| Column | Meaning |\n|---|---|\n")
		t := Table{Name: name, About: plain(about)}
		for _, row := range strings.Split(rows, "\n") {
			cells := strings.SplitN(strings.TrimSuffix(strings.TrimPrefix(row, "| "), " |"), " | ", 2)
			if len(cells) == 2 {
				t.Columns = append(t.Columns, Column{plain(cells[0]), plain(cells[1])})
			}
		}
		all = append(all, t)
	}
	return all
}

// plain is text of a page as a terminal shows it.
func plain(text string) string {
	return strings.TrimSpace(strings.NewReplacer("`", "", "*", "", `\|`, "|").Replace(link.ReplaceAllString(text, "$1")))
}

var placeholder = regexp.MustCompile(`<[a-z]+>`)

// Means reports whether a name is one that the column's stands for: itself, or
// n_loyal for n_<stage>. A column that may have any name stands for none.
func (c Column) Means(name string) bool {
	if c.Name == name {
		return true
	}
	if !strings.Contains(c.Name, "<") || strings.HasPrefix(c.Name, "<") {
		return false
	}
	pattern := placeholder.ReplaceAllString(regexp.QuoteMeta(c.Name), "[a-z_]+")
	whole, err := regexp.MatchString("^"+pattern+"$", name)
	return err == nil && whole
}
