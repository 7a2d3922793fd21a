// Package docs holds the pages of the manual that the program itself shows.
package docs

import (
	_ "embed"
	"regexp"
	"strings"
)

// model is the page on the model, docs/model.md.
//
//go:embed model.md
var model string

// link is a reference within a page, of which a terminal shows the number.
var link = regexp.MustCompile(`\[([^\]]+)\]\([^)]*\)`)

// Section returns what the page on the model says of a table before the list
// of its keys, as plain text, and the number of the section; both are empty if
// the page has nothing on it.
func Section(table string) (number, text string) {
	before, _, found := strings.Cut(model, "<!-- keys of "+table+" -->")
	if !found {
		return "", ""
	}
	from := strings.LastIndex(before, "\n#")
	if from < 0 {
		return "", ""
	}
	title, text, _ := strings.Cut(strings.TrimLeft(before[from:], "\n# "), "\n")
	number, _, _ = strings.Cut(title, " ")
	if k := strings.LastIndex(text, "<!-- end of keys -->"); k >= 0 { // a section may have several tables
		text = text[k+len("<!-- end of keys -->"):]
	}
	text = link.ReplaceAllString(text, "$1")
	return number, strings.TrimSpace(strings.NewReplacer("`", "", "*", "").Replace(text))
}

// Model returns the page on the model.
func Model() string { return model }
