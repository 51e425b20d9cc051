# SPDX-License-Identifier: MIT
# What every target of the project shares: warnings, sanitizers, and the two
# ways in which the build makes targets (a layer, an embedded table of texts).

add_library(outlive_flags INTERFACE)
target_compile_options(outlive_flags INTERFACE
	-Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wswitch-enum -Wvla -Wconversion
	$<$<BOOL:${OUTLIVE_WERROR}>:-Werror>)
# POSIX and GNU functions under -std=c11; empty, so that a file may define it too.
target_compile_definitions(outlive_flags INTERFACE _GNU_SOURCE=)
if(OUTLIVE_SANITIZE)
	set(sanitize -fsanitize=${OUTLIVE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
	target_compile_options(outlive_flags INTERFACE ${sanitize})
	target_link_options(outlive_flags INTERFACE ${sanitize})
endif()

# outlive_layer(NAME [USES layer...] [LINKS library...] [SOURCES file...])
# One static library outlive_NAME of NAME/*.c and NAME/*/*.c. USES is the layer's whole licence
# to include: see testcases/runners/house.sh for the test that holds it to that.
# A layer that has no source yet is an interface library.
function(outlive_layer name)
	cmake_parse_arguments(LAYER "" "" "USES;LINKS;SOURCES" ${ARGN})
	file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.c" "${CMAKE_CURRENT_SOURCE_DIR}/${name}/*/*.c")
	list(TRANSFORM LAYER_USES PREPEND outlive_)
	if(sources)
		add_library(outlive_${name} STATIC ${sources} ${LAYER_SOURCES})
		target_link_libraries(outlive_${name} PRIVATE outlive_flags ${LAYER_LINKS} PUBLIC ${LAYER_USES})
		target_include_directories(outlive_${name} PUBLIC "${CMAKE_CURRENT_SOURCE_DIR}")
	else()
		add_library(outlive_${name} INTERFACE)
		target_link_libraries(outlive_${name} INTERFACE ${LAYER_USES})
		target_include_directories(outlive_${name} INTERFACE "${CMAKE_CURRENT_SOURCE_DIR}")
	endif()
endfunction()

# outlive_embed(OUTPUT HEADER TYPE TABLE COUNT GLOB)
# Writes a C file that defines `const TYPE TABLE[]` and `const size_t COUNT`, one
# row {name, text} for each file that GLOB matches, in order of name.
function(outlive_embed output)
	cmake_parse_arguments(EMBED "" "HEADER;TYPE;TABLE;COUNT;GLOB" "" ${ARGN})
	file(GLOB files CONFIGURE_DEPENDS "${EMBED_GLOB}")
	add_custom_command(
		OUTPUT "${output}"
		COMMAND "${CMAKE_COMMAND}" "-DOUTPUT=${output}" "-DHEADER=${EMBED_HEADER}" "-DTYPE=${EMBED_TYPE}"
			"-DTABLE=${EMBED_TABLE}" "-DCOUNT=${EMBED_COUNT}" "-DFILES=${files}" -P "${PROJECT_SOURCE_DIR}/cmake/embed.cmake"
		DEPENDS ${files} "${PROJECT_SOURCE_DIR}/cmake/embed.cmake"
		COMMENT "Embedding ${EMBED_TABLE}"
		VERBATIM)
endfunction()
