package main

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/alecthomas/kong"
)

// misused says what is wrong with a command line, what was wanted there, and
// what to type next.
func misused(err error) string {
	node := meant(err)
	if node == nil {
		return fmt.Sprintf("error: %v\nnext: grapevine --help\n", err)
	}
	name := node.FullPath()
	var b strings.Builder
	switch lacks := lacking(err, node); {
	case len(lacks) > 0:
		fmt.Fprintf(&b, "error: %s lacks\n", name)
		tell(&b, lacks)
	case len(node.Children) > 0 && strings.HasPrefix(err.Error(), "expected"):
		fmt.Fprintf(&b, "error: %s wants one of\n", name)
		var all [][2]string
		for _, c := range node.Children {
			all = append(all, [2]string{c.Name, c.Help})
		}
		tell(&b, all)
	default:
		fmt.Fprintf(&b, "error: %s\n", plainly(err))
	}
	if example := example(node); example != "" {
		fmt.Fprintf(&b, "next: %s   (for one; %s --help tells all)\n", example, name)
	} else {
		fmt.Fprintf(&b, "next: %s --help\n", name)
	}
	return b.String()
}

// tell writes names and what they are, a line each.
func tell(b *strings.Builder, all [][2]string) {
	w := tabwriter.NewWriter(b, 0, 0, 3, ' ', 0)
	for _, one := range all {
		fmt.Fprintf(w, "   %s\t%s\n", one[0], one[1])
	}
	w.Flush()
}

// lacking lists the arguments and flags that a command cannot do without and
// has not been given, with what they are.
func lacking(err error, node *kong.Node) (all [][2]string) {
	if text := err.Error(); !strings.HasPrefix(text, "expected \"<") && !strings.HasPrefix(text, "missing ") {
		return nil
	}
	var parse *kong.ParseError
	errors.As(err, &parse)
	given := map[string]bool{}
	for _, step := range parse.Context.Path {
		switch {
		case step.Positional != nil:
			given[step.Positional.Summary()] = true
		case step.Flag != nil:
			given[step.Flag.Summary()] = true
		}
	}
	for _, p := range node.Positional {
		if p.Required && !given[p.Summary()] {
			all = append(all, [2]string{p.Summary(), p.Help})
		}
	}
	for _, f := range node.Flags {
		if f.Required && !given[f.Summary()] {
			all = append(all, [2]string{f.Summary(), f.Help})
		}
	}
	return all
}

// plainly puts what the parser of flags says of a value into plain words.
func plainly(err error) string {
	return strings.NewReplacer(
		`expected int value but got "EOL" (<EOL>)`, "want a whole number after it",
		`expected string value but got "EOL" (<EOL>)`, "want a text after it",
		` but got "EOL" (<EOL>)`, ", and nothing follows",
		"expected a valid 64 bit int but got", "want a whole number, not",
		`must be one of "",`, "must be one of ",
	).Replace(err.Error())
}

// meant is the command that faulty arguments were for, as far as it is known.
func meant(err error) *kong.Node {
	var parse *kong.ParseError
	if !errors.As(err, &parse) || parse.Context == nil {
		return nil
	}
	return cmp.Or(parse.Context.Selected(), parse.Context.Model.Node)
}

// example is a line that a command could be begun with, if its declaration has
// one.
func example(node *kong.Node) string {
	if node.Tag == nil || !node.Tag.Has("example") {
		return ""
	}
	return "grapevine " + node.Tag.Get("example")
}
