//go:build unix

package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"log"
	"os"

	"grapevine/network"
)

// load reads a graph: NAME.npy holds its ties, NAME.n the number of customers.
func load(name string) *network.Graph {
	text, err := os.ReadFile(name + ".n")
	must(err)
	var customers int
	_, err = fmt.Sscan(string(text), &customers)
	must(err)
	all := ints(name + ".npy")
	ties := make([]network.Tie, len(all)/2)
	for k := range ties {
		ties[k] = network.Tie{all[2*k], all[2*k+1]}
	}
	g, _ := network.FromTies(customers, ties, false)
	return g
}

// ints reads an array of 32-bit integers that numpy has saved (format 1.0: six
// bytes of magic, two of version, two with the length of the header).
func ints(path string) []int32 {
	data, err := os.ReadFile(path)
	must(err)
	if len(data) < 10 || string(data[:6]) != "\x93NUMPY" || data[6] != 1 {
		log.Fatalf("%s: want an array of numpy, format 1", path)
	}
	header, rest := data[10:10+binary.LittleEndian.Uint16(data[8:])], data[10+binary.LittleEndian.Uint16(data[8:]):]
	if !bytes.Contains(header, []byte("'<i4'")) || bytes.Contains(header, []byte("'fortran_order': True")) {
		log.Fatalf("%s: want 32-bit integers, row by row, not %s", path, header)
	}
	all := make([]int32, len(rest)/4)
	for k := range all {
		all[k] = int32(binary.LittleEndian.Uint32(rest[4*k:]))
	}
	return all
}
