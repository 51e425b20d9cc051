# SPDX-License-Identifier: MIT
# outlive_find_c_library(TARGET HEADER LIBRARY PACKAGE): an imported target for a
# plain C library, or an error that names the Debian package which has it.
function(outlive_find_c_library target header library package)
	find_path(${target}_INCLUDE_DIR NAMES ${header})
	find_library(${target}_LIBRARY NAMES ${library})
	mark_as_advanced(${target}_INCLUDE_DIR ${target}_LIBRARY)
	if(NOT ${target}_INCLUDE_DIR OR NOT ${target}_LIBRARY)
		message(FATAL_ERROR "outlive needs ${header} and lib${library}.\n"
			"   On Debian and Ubuntu:  apt-get install ${package}")
	endif()
	add_library(${target} UNKNOWN IMPORTED GLOBAL)
	set_target_properties(${target} PROPERTIES
		IMPORTED_LOCATION "${${target}_LIBRARY}"
		INTERFACE_INCLUDE_DIRECTORIES "${${target}_INCLUDE_DIR}")
endfunction()
