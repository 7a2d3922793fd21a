package network

import (
	"fmt"
	"strings"
)

// Import says what a reader made of a file, and what it left out.
type Import struct {
	Name   string // of the file
	Format string // "edge list", "GraphML", "GEXF" or "Pajek"

	Customers int
	Ties      int

	Directed bool
	Told     bool // the file itself says whether it is directed
	Mixed    bool // it has both sorts; undirected ties became two

	Loss
	Header string // first line, if it names the columns of a list

	// Names are the ids of customers in the file, or nil if these are the
	// numbers from 0 and stand for themselves.
	Names []string

	Weighted bool // the strength of ties was read
	Unread   bool // the file has something that looks like one, which was not read
}

// String says it in sentences, one a line.
func (m Import) String() string {
	sort := "undirected: each tie leads both ways"
	if m.Directed {
		sort = "directed: the first speaks to the second"
	}
	source := "which the file does not say"
	if m.Told {
		source = "as the file says"
	}
	all := []string{
		fmt.Sprintf("%s: %s, %s, %s.", m.Name, m.Format, count(m.Customers, "customer"), count(m.Ties, "tie")),
		fmt.Sprintf("Ties are %s, %s.", sort, source),
	}
	if m.Mixed {
		all = append(all, "The file has directed and undirected ties; each undirected one became two.")
	}
	if m.SelfTies > 0 {
		all = append(all, fmt.Sprintf("Left out: %s from a customer to themselves.", count(m.SelfTies, "tie")))
	}
	if m.Duplicates > 0 {
		all = append(all, fmt.Sprintf("Left out: %s.", count(m.Duplicates, "further copy of a tie", "further copies of ties")))
	}
	if m.Header != "" {
		all = append(all, fmt.Sprintf("Line %s is a header and was skipped.", m.Header))
	}
	if len(m.Names) > 0 {
		all = append(all, fmt.Sprintf("Customers are numbered in the order of the file: 0 is %q.", m.Names[0]))
	} else {
		all = append(all, "Customers keep the numbers of the file.")
	}
	switch {
	case m.Weighted:
		all = append(all, "Ties have the strength that the file gives.")
	case m.Unread:
		all = append(all, "The file has more about each tie, which was not read; if that is its strength, ask for weighted ties: weighted = true, --weighted.")
	}
	return strings.Join(all, "\n")
}

// count writes a number of things: "1 tie", "2 ties".
func count(n int, one string, many ...string) string {
	switch {
	case n == 1:
		return "1 " + one
	case len(many) > 0:
		return fmt.Sprintf("%d %s", n, many[0])
	}
	return fmt.Sprintf("%d %ss", n, one)
}
