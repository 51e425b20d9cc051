# SPDX-License-Identifier: MIT
# Text files in, one C file out, run with `cmake -P`: each text becomes an array
# of bytes, because a string literal longer than 4095 bytes is not portable C.
# Takes OUTPUT, HEADER, TYPE, TABLE, COUNT and FILES from outlive_embed().
set(arrays "")
set(rows "")
set(index 0)
foreach(file IN LISTS FILES)
	cmake_path(GET file STEM name)
	file(READ "${file}" bytes HEX)
	string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
	string(REGEX REPLACE "(0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,)" "\\1\n" bytes "${bytes}")
	string(APPEND arrays "static const unsigned char text${index}[] = {\n${bytes}0x00};\n\n")
	string(APPEND rows "\t{\"${name}\", (const char *)text${index}},\n")
	math(EXPR index "${index} + 1")
endforeach()
if(NOT FILES)
	set(rows "\t{0},\n") # C has no empty arrays
endif()
file(WRITE "${OUTPUT}" "// Written by cmake/embed.cmake; do not edit.
#include \"${HEADER}\"

${arrays}const ${TYPE} ${TABLE}[] = {
${rows}};
const size_t ${COUNT} = ${index};
")
