package main

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// manCommand prints the manual page. It is made of the declaration of the
// commands, as --help is, so that the two cannot differ.
type manCommand struct{}

// Run carries the command out.
func (manCommand) Run(t *terminal, k *kong.Kong) error {
	_, err := fmt.Fprint(t.out, manual(k.Model))
	return err
}

// manual writes the manual page in the macros of man(7).
func manual(app *kong.Application) string {
	var b strings.Builder
	fmt.Fprintf(&b, ".TH GRAPEVINE 1 \"\" \"grapevine %s\" \"Grapevine\"\n", version)
	b.WriteString(".SH NAME\ngrapevine \\- simulate word of mouth, and say which strategy to fund\n")
	b.WriteString(".SH SYNOPSIS\n.B grapevine\n.I command\n[flags]\n")
	about, examples, _ := strings.Cut(description, "\n\nExamples:\n")
	fmt.Fprintf(&b, ".SH DESCRIPTION\n%s\nEvery command says more of itself with \\fB\\-\\-help\\fR.\n", roff(about))
	b.WriteString(".SH COMMANDS\n")
	for _, c := range app.Leaves(true) {
		fmt.Fprintf(&b, ".SS grapevine %s\n%s\n", roff(synopsis(c)), roff(c.Help))
		for _, p := range c.Positional {
			fmt.Fprintf(&b, ".TP\n.I %s\n%s\n", roff(p.Summary()), roff(p.Help))
		}
		for _, f := range c.Flags {
			if f.Name == "help" || f.Hidden {
				continue
			}
			fmt.Fprintf(&b, ".TP\n.B %s\n%s\n", roff(f.String()), roff(f.Help))
		}
	}
	fmt.Fprintf(&b, ".SH EXAMPLES\n.nf\n%s\n.fi\n", roff(examples))
	b.WriteString(".SH EXIT STATUS\n")
	for _, e := range [][2]string{
		{"0", "All went well."}, {"1", "A run failed."}, {"2", "The command or the scenario is faulty."},
		{"3", "An [[assert]] of the scenario does not hold."}, {"4", "Some runs failed, and the rest was kept."},
		{"130", "It was interrupted; what was done is kept."},
	} {
		fmt.Fprintf(&b, ".TP\n.B %s\n%s\n", e[0], roff(e[1]))
	}
	b.WriteString(".SH FILES\n.TP\n.I results/\nWhere results go if no folder is named with \\-o.\n")
	return b.String()
}

// synopsis names a command with what stands before its arguments.
func synopsis(c *kong.Node) string {
	words := strings.TrimPrefix(c.FullPath(), "grapevine ")
	for _, p := range c.Positional {
		words += " " + p.Summary()
	}
	return words
}

// roff writes text so that roff takes none of it for its own.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", `\(ga`, "^", `\(ha`, "~", `\(ti`).Replace(text)
	var lines []string
	for _, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(line, ".") {
			line = `\&` + line
		}
		lines = append(lines, line)
	}
	var b strings.Builder
	for _, r := range strings.Join(lines, "\n") {
		if r > 127 {
			fmt.Fprintf(&b, `\[u%04X]`, r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
